"""Wrapper of every route under /api/: no session, and every error is a problem document."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from api.problems import TITLES, Problem, nothing_here, response_of

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponse]

CLIENT_ERROR, SERVER_ERROR = 400, 500

# Any address, also with line breaks, which a dot does not match.
EVERYTHING = r"^[\s\S]*\Z"


def guarded(view: View) -> View:
    """The view without sign-in and CSRF token. It needs neither, because cookies give no access to it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            # Read before Ninja does, which would answer 500 for too many parameters.
            request.GET  # noqa: B018 - reading it is the point
            response = view(request, *args, **kwargs)
        except Problem as problem:
            response = response_of(request, problem)
        except TooManyFieldsSent:
            response = response_of(request, Problem(422, _("The address has too many parameters.")))
        except Http404:
            response = response_of(request, nothing_here())
        except Exception:
            logger.exception("API call failed: %s", request.path)
            response = response_of(request, our_mistake())
        if response.status_code in TITLES and not response.headers["Content-Type"].startswith("application/"):
            # Ninja answers an unsupported method in plain text.
            headers = {"Allow": response["Allow"]} if response.has_header("Allow") else {}
            detail = _("Supported here: %(methods)s.") % {"methods": response.get("Allow", "")}
            response = response_of(request, Problem(response.status_code, detail, headers=headers))
        # Answers contain customer data.
        response.setdefault("Cache-Control", "no-store")
        for name, value in getattr(request, "limit_headers", {}).items():
            response[name] = value
        return response

    return csrf_exempt(login_not_required(answer))


def our_mistake() -> Problem:
    return Problem(SERVER_ERROR, _("Nothing was imported. Try again later. If it keeps failing, tell an administrator."))


def missing(_request: HttpRequest, *_args: Any) -> HttpResponse:
    raise nothing_here()


def guarded_routes(patterns: list[Any]) -> list[URLPattern]:
    """The routes of the API, each guarded, and a last one for all other addresses."""
    routes = [path(str(each.pattern), guarded(each.callback), name=each.name) for each in patterns]
    return [*routes, re_path(EVERYTHING, guarded(missing), name="missing")]
