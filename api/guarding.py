"""What every route under /api/ passes through: no session, and no error that is not a problem document."""

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

# Whatever stands in an address: line breaks too, which a dot does not match.
EVERYTHING = r"^[\s\S]*\Z"


def guarded(view: View) -> View:
    """The view for programs: it signs nobody in and needs no CSRF token, because no cookie opens it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            # Read once before Ninja does, which takes too many parameters for a mistake of ours.
            request.GET  # noqa: B018 - reading it is the point
            response = view(request, *args, **kwargs)
        except Problem as problem:
            response = response_of(request, problem)
        except TooManyFieldsSent:
            response = response_of(request, Problem(422, _("There are too many parameters in the address.")))
        except Http404:
            response = response_of(request, nothing_here())
        except Exception:
            logger.exception("a call of the API went wrong: %s", request.path)
            response = response_of(request, our_mistake())
        if response.status_code in TITLES and not response.headers["Content-Type"].startswith("application/"):
            # What Ninja answers by itself, in plain text: a method that is not possible.
            headers = {"Allow": response["Allow"]} if response.has_header("Allow") else {}
            detail = _("Only %(methods)s is possible here.") % {"methods": response.get("Allow", "")}
            response = response_of(request, Problem(response.status_code, detail, headers=headers))
        # Answers hold what customers said.
        response.setdefault("Cache-Control", "no-store")
        for name, value in getattr(request, "limit_headers", {}).items():
            response[name] = value
        return response

    return csrf_exempt(login_not_required(answer))


def our_mistake() -> Problem:
    return Problem(SERVER_ERROR, _("Nothing was taken. Try again later, and tell the administrators if it stays so."))


def missing(_request: HttpRequest, *_args: Any) -> HttpResponse:
    raise nothing_here()


def guarded_routes(patterns: list[Any]) -> list[URLPattern]:
    """The routes of the API, each guarded, and one for all that is not there."""
    routes = [path(str(each.pattern), guarded(each.callback), name=each.name) for each in patterns]
    return [*routes, re_path(EVERYTHING, guarded(missing), name="missing")]
