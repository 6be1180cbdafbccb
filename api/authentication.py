"""Authentication by a token in the header, never by a session, with scopes. Counts calls for the rate limits."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security.http import HttpAuthBase

from api.problems import Problem
from api.rate_limits import limit_headers, too_many
from people.actions.api_calls import count_call, count_call_of
from people.adapters import AccountAdapter
from people.api_callers import Bearer, Scope, bearer

SCHEME = "bearer"


class ScopedToken(HttpAuthBase):
    """Authentication by a token with a scope. Ninja's own class would log the header of another scheme."""

    openapi_scheme = SCHEME

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self._scope = scope

    def __call__(self, request: HttpRequest) -> Bearer:
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        holder = bearer(secret.strip()) if scheme.lower() == SCHEME and secret else None
        if holder is None:
            raise refused(request, _("Send a valid token: Authorization: Bearer ecs_…"))
        calls = count_call_of(holder)
        headers = limit_headers(calls)
        request.limit_headers = headers  # type: ignore[attr-defined] # read by `guarded`, which answers
        if calls.number > settings.API_CALLS_PER_MINUTE:
            raise too_many(calls)
        if not holder.may(self._scope):
            raise Problem(403, _("This token doesn't have the scope %(scope)s.") % {"scope": self._scope.value})
        return holder


def refused(request: HttpRequest, detail: str) -> Problem:
    """The problem for a failed authentication: 401, or 429 after too many of them from one address."""
    calls = count_call(f"address:{_address(request)}")
    if calls.number > settings.API_FAILURES_PER_MINUTE:
        return too_many(calls)
    return Problem(401, detail, headers={"WWW-Authenticate": "Bearer"})


def _address(request: HttpRequest) -> str:
    try:
        return str(AccountAdapter(request).get_client_ip(request))
    except PermissionDenied:
        # Behind a socket without a proxy header, all clients share one limit.
        return "unknown"
