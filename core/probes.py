"""Probes `/health` and `/ready`, for Compose, load balancers and monitors.

`/health` says that the process answers. It doesn't use the database, because restarting a web process wouldn't help there.
`/ready` says whether pages work: the database answers and all migrations are applied. A late tick is only reported, because
pages work without it.
"""

import logging
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.db import Error, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from core import tick

logger = logging.getLogger(__name__)

UNREADY = 503
# A database that needs longer than this for the migrations can't serve pages either.
DATABASE_ANSWERS_WITHIN_MS = 3000

Report = Mapping[str, Any]


class ProbesMiddleware:
    """Middleware that answers probes first: for any host, without a session or a redirect to HTTPS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._probes: Mapping[str, Callable[[], Report]] = {"/health": health, "/ready": readiness}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = self._probes.get(request.path_info)
        if probe is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        report = probe()
        status = 200 if report["status"] == "ok" else UNREADY
        return JsonResponse(report, status=status, headers={"Cache-Control": "no-store"})


def health() -> Report:
    return {"status": "ok"}


def readiness() -> Report:
    """Readiness of what pages need, with `status` "ok" or "unready". Without error texts, which may contain addresses."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = {DATABASE_ANSWERS_WITHIN_MS}")
            pending = sorted(_migrations() - MigrationRecorder(connection).applied_migrations().keys())
            if pending:
                names = [".".join(migration) for migration in pending]
                return {"status": "unready", "database": "ok", "migrations": "pending", "pending": names}
            seconds = tick.seconds_since_last()
    except Error:
        logger.warning("not ready: the database doesn't answer", exc_info=True)
        return {"status": "unready", "database": "no answer"}
    late = seconds is None or seconds > tick.LATE_SECONDS
    age = None if seconds is None else round(seconds)
    return {"status": "ok", "database": "ok", "migrations": "ok", "tick": "late" if late else "ok", "seconds_since_tick": age}


@cache
def _migrations() -> frozenset[tuple[str, str]]:
    """Migrations of this code. Cached, because they don't change while the process runs."""
    return frozenset(MigrationLoader(None).graph.nodes)
