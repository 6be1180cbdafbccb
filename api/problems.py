"""What goes wrong, as RFC 9457 has it: `application/problem+json` for every error under /api/."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MEDIA_TYPE = "application/problem+json"
ERRORS_SHOWN = 100

# A status, and what it is about whatever the request. The ends of their types, which the page of the API explains.
TITLES = {
    400: ("not-json", gettext_lazy("The body is not JSON")),
    401: ("not-authenticated", gettext_lazy("Nobody knows who is asking")),
    403: ("not-allowed", gettext_lazy("The token may not do this")),
    404: ("not-found", gettext_lazy("There is nothing at this address")),
    405: ("method", gettext_lazy("This method is not possible here")),
    409: ("in-flight", gettext_lazy("The same request is being answered")),
    410: ("revoked", gettext_lazy("This is no longer in use")),
    411: ("length-missing", gettext_lazy("The length of the body is missing")),
    413: ("too-large", gettext_lazy("The body is too large")),
    415: ("media-type", gettext_lazy("The body must be JSON")),
    422: ("does-not-fit", gettext_lazy("The request does not fit the schema")),
    429: ("too-many-calls", gettext_lazy("Too many calls in this minute")),
    500: ("our-mistake", gettext_lazy("Something went wrong on our side")),
}
MESSAGE_USED = ("message-used", gettext_lazy("The id belongs to another message"))
KEY_USED = ("key-used", gettext_lazy("The idempotency key belongs to another request"))
TYPE = "/api/v1/docs#"


class Problem(Exception):
    """An answer other than the one hoped for. `errors` says where in the request, by JSON pointers."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        kind: tuple[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors = status, detail, errors
        self.headers, self.kind = headers or {}, kind


def response_of(request: HttpRequest, problem: Problem) -> HttpResponse:
    name, title = problem.kind or TITLES[problem.status]
    body: dict[str, Any] = {
        "type": TYPE + name,
        "title": str(title),
        "status": problem.status,
        "detail": problem.detail,
        "instance": escape_uri_path(request.path),
    }
    if problem.errors:
        body["errors"] = list(problem.errors)
    return HttpResponse(json.dumps(body), status=problem.status, content_type=MEDIA_TYPE, headers=dict(problem.headers))


def does_not_fit(found: Iterable[Mapping[str, Any]]) -> Problem:
    """From the errors of pydantic."""
    errors = [{"pointer": pointer(error["loc"]), "detail": str(error["msg"])} for error in found]
    shown = errors[:ERRORS_SHOWN]
    detail = _("%(count)s places do not fit; see errors. Nothing was taken.") % {"count": len(errors)}
    return Problem(422, detail, errors=shown)


def too_many_errors(count: int) -> Problem:
    """Where there are more than anybody would read."""
    return Problem(422, _("%(count)s places do not fit. Nothing was taken.") % {"count": count})


def pointer(place: Iterable[str | int]) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in place)


def nothing_here() -> Problem:
    return Problem(404, _("There is nothing at this address. See /api/v1/docs for what there is."))
