"""Who is asking: a token in the header, never a session. What it may do, and how often."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security.http import HttpAuthBase

from api.problems import Problem
from people.actions.api_calls import Calls, count_call, count_call_of
from people.adapters import AccountAdapter
from people.api_callers import Bearer, Scope, bearer

SCHEME = "bearer"


class ScopedToken(HttpAuthBase):
    """A token with a scope. Ninja's own class would log the header of another scheme."""

    openapi_scheme = SCHEME

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self._scope = scope

    def __call__(self, request: HttpRequest) -> Bearer:
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        holder = bearer(secret.strip()) if scheme.lower() == SCHEME and secret else None
        if holder is None:
            raise refused(request, _("Send a token that is good: Authorization: Bearer ecs_…"))
        calls = count_call_of(holder)
        headers = limit_headers(calls)
        request.limit_headers = headers  # type: ignore[attr-defined] # read by `guarded`, which answers
        if calls.number > settings.API_CALLS_PER_MINUTE:
            raise too_many(calls)
        if not holder.may(self._scope):
            raise Problem(403, _("This token lacks the scope %(scope)s.") % {"scope": self._scope.value})
        return holder


def refused(request: HttpRequest, detail: str) -> Problem:
    """The answer to somebody unknown; to one who tries again and again, that it is enough."""
    calls = count_call(f"address:{_address(request)}")
    if calls.number > settings.API_FAILURES_PER_MINUTE:
        return too_many(calls)
    return Problem(401, detail, headers={"WWW-Authenticate": "Bearer"})


def _address(request: HttpRequest) -> str:
    try:
        return str(AccountAdapter(request).get_client_ip(request))
    except PermissionDenied:
        # Behind a socket and no proxy that tells: all of them count as one.
        return "unknown"


def too_many(calls: Calls) -> Problem:
    return Problem(
        429,
        _("Wait %(seconds)s seconds, then go on.") % {"seconds": calls.seconds_left},
        headers={"Retry-After": str(calls.seconds_left)},
    )


def limit_headers(calls: Calls) -> dict[str, str]:
    """As the IETF draft on RateLimit headers has them."""
    most = settings.API_CALLS_PER_MINUTE
    left = max(0, most - calls.number)
    return {"RateLimit-Policy": f'"minute";q={most};w=60', "RateLimit": f'"minute";r={left};t={calls.seconds_left}'}
