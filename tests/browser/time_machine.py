"""Time that passes for every process at once: the server's threads, the worker and the beat all ask PostgreSQL what
time it is. `core.clock.travel` moves one thread; here the database itself says another time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

SCHEMA = "travelled_time"

# A function in an earlier schema of the path stands before PostgreSQL's own. New tables still go to `public`.
PREPARE = f"""
CREATE SCHEMA {SCHEMA};
CREATE TABLE {SCHEMA}.ahead AS SELECT interval '0' AS by;
CREATE FUNCTION {SCHEMA}.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
    AS 'SELECT pg_catalog.clock_timestamp() + by FROM {SCHEMA}.ahead';
"""  # noqa: S608 - a constant


@dataclass(frozen=True, slots=True)
class TimeMachine:
    """The clock of this test's database. It goes on ticking from wherever it was set."""

    def set_to(self, moment: datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {SCHEMA}.ahead SET by = %s - pg_catalog.clock_timestamp()", [moment])  # noqa: S608 - a constant


@contextmanager
def time_machine() -> Iterator[TimeMachine]:
    """New connections use the travelled time. Afterwards the real time is back for all."""
    name = connection.ops.quote_name(str(connection.settings_dict["NAME"]))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        cursor.execute(PREPARE)
        cursor.execute(f"ALTER DATABASE {name} SET search_path = public, {SCHEMA}, pg_catalog")
    connection.close()
    try:
        yield TimeMachine()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {name} RESET search_path")
            cursor.execute(f"DROP SCHEMA {SCHEMA} CASCADE")
        connection.close()
