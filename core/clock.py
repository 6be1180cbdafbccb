"""The one clock: PostgreSQL's. Rules take ``now`` as an argument; actions read it here, after their lock."""

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
    """The database's time at this very moment (not at the start of the transaction), in UTC. A request that only reads has one
    moment, at which it asked first.
    """
    return _travelled.get() or _now()


@once
def _now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]  # type: ignore[no-any-return] # a timestamptz


def travelled_to() -> datetime | None:
    """The moment travelled to, for SQL that otherwise reads the database's own clock."""
    return _travelled.get()


def stamp() -> datetime | Now:
    """What a new row is stamped with where nobody needs to know the time: the database's own, or the moment travelled to."""
    return _travelled.get() or Now()


def today(zone: ZoneInfo) -> date:
    """The date in a zone. Days, weeks and months are of the organisation's reporting zone."""
    return now().astimezone(zone).date()


@contextmanager
def travel(moment: datetime) -> Iterator[None]:
    """Let it be ``moment`` inside the block: for the demo's past, and for tests of rules in which time passes."""
    token = _travelled.set(moment)
    try:
        yield
    finally:
        _travelled.reset(token)
