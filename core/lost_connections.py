"""Repetition of requests that lost their connection to the database, as while PostgreSQL restarts."""

import sys
import time
from collections.abc import Callable
from typing import Any

import psycopg
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse

from core.sent_forms import PLAIN_FORM

# Seconds to wait before each repetition: five altogether, in which PostgreSQL restarts.
PAUSES = (0.1, 0.3, 0.6, 1.0, 1.5, 1.5)
# The server was shut down, crashed, or is starting up. The class 08 is for connections.
GOING_OR_COMING = {"57P01", "57P02", "57P03"}
LOST = "_lost_the_database"


class LostConnectionsMiddleware:
    """Middleware that repeats a sent form if the connection was lost.

    A form writes in one transaction (`core.sent_forms`), so nothing was done. Only if the connection was lost during the
    commit, everything may have been done; then the repetition is answered like any form that is sent twice. Without a sign-in,
    actions recognise what was done.

    Requests of htmx have no such transaction, so what they committed could be done twice. Pages are not repeated either: many
    of them are polls, which would use up all threads while the database is away.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Uploaded files are read as they come, so they can't be read again.
        is_form = request.method == "POST" and request.content_type == PLAIN_FORM
        if not is_form or "HX-Request" in request.headers:
            return response
        for pause in PAUSES:
            if not request.__dict__.pop(LOST, False):
                break
            time.sleep(pause)
            connection.close()
            response = self.get_response(request)
        return response


def mark_lost(request: HttpRequest | None = None, **_signal: Any) -> None:
    """Mark the request whose exception is being handled, if it lost the connection. Django answers exceptions before they reach
    a middleware, so this is a receiver of its signal.
    """
    if request is not None and is_lost(sys.exc_info()[1]):
        setattr(request, LOST, True)


def is_lost(error: BaseException | None) -> bool:
    """Whether the connection broke, or none could be made. Other errors would come again."""
    if isinstance(error, InterfaceError):
        return True
    cause = error.__cause__ if isinstance(error, OperationalError) else None
    if not isinstance(cause, psycopg.OperationalError):
        return False
    return cause.sqlstate is None or cause.sqlstate.startswith("08") or cause.sqlstate in GOING_OR_COMING


def watch() -> None:
    """Mark requests that lose the connection from now on. Called from ``AppConfig.ready``."""
    got_request_exception.connect(mark_lost, dispatch_uid="core.lost_connections")
