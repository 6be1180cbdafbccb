"""What every request passes through."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render

from core.refusals import Refused
from core.typing import HtmxRequest

CONFLICT = 409


class PrivatePagesMiddleware:
    """Pages of signed-in people are kept neither by the browser nor by anything between."""

    def __init__(self, get_response: Callable[[HtmxRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HtmxRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        return response


class RefusalMiddleware:
    """Turn an expected failure that a view did not catch into a sentence with status 409."""

    def __init__(self, get_response: Callable[[HtmxRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HtmxRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HtmxRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        if request.htmx:
            response = render(request, "components/notice.html", {"text": str(exception), "level": "danger"}, status=CONFLICT)
            # The page stays as it is; the sentence appears where notices appear.
            response["HX-Retarget"], response["HX-Reswap"] = "#notices", "innerHTML"
            return response
        return render(request, "refused.html", {"reason": str(exception)}, status=CONFLICT)
