"""Helpers that move the clock and run the deletion of old feedback."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from core import clock
from core.work import find, run_here
from feedback.actions import retention
from feedback.models import Interaction, Purge
from feedback.sql.rollups import ROLLUPS

# With 13 months before this one, January 2026 is gone and February is kept.
MARCH = datetime(2027, 3, 10, tzinfo=UTC)
FEBRUARY = date(2026, 2, 1)


@contextmanager
def later(moment: datetime = MARCH) -> Iterator[None]:
    with clock.travel(moment):
        yield


def purged() -> Purge | None:
    """The deletion that the tick starts and a worker runs; None if there was nothing to do."""
    retention.purge_what_is_old()
    purge = Purge.objects.filter(finished_at=None).first()
    if purge is None:
        return None
    work = find(purge.work_key)
    assert work is not None
    assert run_here(work).state == "done"
    purge.refresh_from_db()
    return purge


def rolled_up() -> dict[str, list[Any]]:
    found = {}
    with connection.cursor() as cursor:
        for rollup in ROLLUPS:
            cursor.execute(f"SELECT to_jsonb(t) - 'id' FROM {rollup.table} t ORDER BY 1")  # noqa: S608 - names of ours
            found[rollup.table] = cursor.fetchall()
    return found


def ids() -> list[str]:
    return list(Interaction.objects.order_by("external_id").values_list("external_id", flat=True))
