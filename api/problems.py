"""Errors of the API as problem documents (RFC 9457): `application/problem+json` for every error under /api/."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

MEDIA_TYPE = "application/problem+json"
ERRORS_SHOWN = 100

# Name and title of the problem type of each status. The page of the API lists them.
TITLES = {
    400: ("not-json", gettext_lazy("The body isn't JSON")),
    401: ("not-authenticated", gettext_lazy("Authentication failed")),
    403: ("not-allowed", gettext_lazy("This token isn't allowed to do this")),
    404: ("not-found", gettext_lazy("Not found")),
    405: ("method", gettext_lazy("This method isn't supported here")),
    409: ("in-flight", gettext_lazy("The same request is still being processed")),
    410: ("revoked", gettext_lazy("This webhook was revoked")),
    411: ("length-missing", gettext_lazy("The Content-Length header is missing")),
    413: ("too-large", gettext_lazy("The body is too large")),
    415: ("media-type", gettext_lazy("The body must be JSON")),
    422: ("does-not-fit", gettext_lazy("The request doesn't match the schema")),
    429: ("too-many-calls", gettext_lazy("Too many calls in a minute")),
    500: ("our-mistake", gettext_lazy("Something went wrong on our side")),
}
MESSAGE_USED = ("message-used", gettext_lazy("This ID belongs to another message"))
KEY_USED = ("key-used", gettext_lazy("This idempotency key belongs to another request"))
TYPE = "/api/v1/docs#"


class Problem(Exception):
    """Error answer to a request. `errors` are the faulty parts of the request, by JSON pointers."""

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
    """The problem for validation errors of pydantic."""
    errors = [{"pointer": pointer(error["loc"]), "detail": str(error["msg"])} for error in found]
    shown = errors[:ERRORS_SHOWN]
    detail = ngettext(
        "%(count)s error in the request, listed under errors. Nothing was imported.",
        "%(count)s errors in the request, listed under errors. Nothing was imported.",
        len(errors),
    ) % {"count": len(errors)}
    return Problem(422, detail, errors=shown)


def too_many_errors(count: int) -> Problem:
    """The problem for a request with so many errors that they are not listed."""
    return Problem(422, _("%(count)s errors in the request. Nothing was imported.") % {"count": count})


def pointer(place: Iterable[str | int]) -> str:
    """JSON pointer (RFC 6901) to this place."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in place)


def nothing_here() -> Problem:
    return Problem(404, _("There is nothing at this address. See /api/v1/docs for the endpoints."))
