"""Middleware of all requests."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected, ExclusionViolation, LockNotAvailable, UniqueViolation

from core.refusals import Refused
from core.typing import HtmxRequest

CONFLICT = 409

# Errors of PostgreSQL when two people do the same thing at once. Other integrity errors are bugs.
MET_SOMEBODY = (UniqueViolation, ExclusionViolation, LockNotAvailable, DeadlockDetected)


class PrivatePagesMiddleware:
    """Middleware that keeps browsers and proxies from caching pages of signed-in people."""

    def __init__(self, get_response: Callable[[HtmxRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HtmxRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        return response


class RefusalMiddleware:
    """Middleware that turns an uncaught expected failure into a message with status 409."""

    def __init__(self, get_response: Callable[[HtmxRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HtmxRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HtmxRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception.__cause__, MET_SOMEBODY):
            exception = Refused(_("Someone else just changed this. Reload and try again."))
        if not isinstance(exception, Refused):
            return None
        if request.htmx:
            response = render(request, "components/notice.html", {"text": str(exception), "level": "danger"}, status=CONFLICT)
            # The page stays as it is, and the message appears among the notices.
            response["HX-Retarget"], response["HX-Reswap"] = "#notices", "innerHTML"
            return response
        return refused(request, str(exception))


def refused(request: HtmxRequest, reason: str) -> HttpResponse:
    """Page with the reason why something isn't possible now."""
    return render(request, "refused.html", {"reason": reason, "back": _back(request)}, status=CONFLICT)


def _back(request: HtmxRequest) -> str:
    """URL of the previous page if it is ours, else of the home page."""
    came_from = request.META.get("HTTP_REFERER", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if is_ours else "/"
