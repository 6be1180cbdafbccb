"""The clock of the project: PostgreSQL's. Rules take ``now`` as an argument; actions read it here, after their lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models.functions import Now

from core.request_cache import once

_travelled: ContextVar[datetime | None] = ContextVar("travelled", default=None)


def now() -> datetime:
    """Current time of the database in UTC, not that of the start of the transaction. In a request that only reads, all calls
    return the same time.
    """
    return _travelled.get() or _now()


@once
def _now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]  # type: ignore[no-any-return] # a timestamptz


def travelled_to() -> datetime | None:
    """Moment set by `travel`, or None, for SQL that otherwise reads the database's clock."""
    return _travelled.get()


def stamp() -> datetime | Now:
    """Timestamp for a new row, set by the database unless `travel` set a moment."""
    return _travelled.get() or Now()


def today(zone: ZoneInfo) -> date:
    """Current date in a zone. Days, weeks and months are in the organisation's reporting zone."""
    return now().astimezone(zone).date()


@contextmanager
def travel(moment: datetime) -> Iterator[None]:
    """Set the time to ``moment`` inside the block, for the demo's past and for tests."""
    token = _travelled.set(moment)
    try:
        yield
    finally:
        _travelled.reset(token)
