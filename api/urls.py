"""Version 1 of the API, mounted at /api/. Unknown paths under it answer 404 as a problem document."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path, re_path, reverse
from ninja.errors import ValidationError
from ninja.openapi.docs import DocsBase

from api import batches, imports, webhook
from api.documents import Documented
from api.guarding import EVERYTHING, guarded, guarded_routes, missing, our_mistake
from api.problems import KEY_USED, MESSAGE_USED, TITLES, Problem, does_not_fit, response_of
from api.tables import ProblemsTable

logger = logging.getLogger(__name__)


class Page(DocsBase):
    """Page of the API, with our own template, because the content security policy forbids inline scripts and styles."""

    def render_page(self, request: HttpRequest, api: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - Ninja's own shape
        kinds = [*TITLES.items(), (409, MESSAGE_USED), (422, KEY_USED)]
        problems = sorted((status, name, title) for status, (name, title) in kinds)
        return render(request, "api/api.html", {"url": reverse("api:openapi-json"), "problems": ProblemsTable(problems)})


api = Documented(
    title="Extreme Customer Service",
    version="1.0.0",
    description=(
        "Send contacts and survey responses, and check the state of their imports. Every call needs a token from an "
        "administrator: `Authorization: Bearer ecs_…`. Times are ISO 8601. Errors are problem documents (RFC 9457)."
    ),
    docs=Page(),
    urls_namespace="api",
)


def on_error(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """The problem document for an error that an operation raised."""
    match error:
        case Problem():
            return response_of(request, error)
        case ValidationError():
            return response_of(request, does_not_fit(error.errors))
    logger.exception("API call failed: %s", request.path)  # noqa: LOG004 - Ninja calls it while it handles one
    return response_of(request, our_mistake())


for kind in (Problem, ValidationError, Exception):
    api.add_exception_handler(kind, on_error)
api.add_router("", batches.router)
api.add_router("", webhook.router)
api.add_router("", imports.router)

app_name = "api"
urlpatterns = [
    path("v1/", include(guarded_routes(api.urls[0]))),
    re_path(EVERYTHING, guarded(missing), name="missing-version"),
]
