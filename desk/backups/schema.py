# ruff: noqa: S608 - names of tables come from the database's own catalogue, and are quoted
"""Facts about the database, read from its catalogue, since a backup can be older or newer than our models."""

from typing import Any

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from desk.backups.manifest import DatabaseFacts
from journal.queries import heads

# Tables whose rows are not in a backup: the cache would be stale, and sessions must not be restored or exposed.
LEFT_OUT = ("core_cache", "django_session")
# A table that exists from the start of a restore until everything has been compared.
MARKER = "restore_unfinished"

TABLES = """
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relname <> %s
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'e')
    ORDER BY c.relname
"""
FUNCTIONS = """
    SELECT p.oid::regprocedure::text FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e')
"""


def facts() -> DatabaseFacts:
    """The facts that a restore compares."""
    applied = MigrationRecorder(connection).applied_migrations()
    return DatabaseFacts(
        server_version=server_version(), migrations=frozenset(applied), counts=_counts(), heads=heads() if applied else {}
    )


def server_version() -> int:
    return int(_one("SELECT current_setting('server_version_num')"))


def tables() -> list[str]:
    """Names of the installation's tables, without those of extensions."""
    return _column(TABLES, [MARKER])


def has_marker() -> bool:
    """Whether a restore into this database was begun and not completed."""
    return _one("SELECT to_regclass(%s) IS NOT NULL", [MARKER]) is True


def set_marker(archive: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {MARKER} (archive text NOT NULL, begun_at timestamptz DEFAULT now())")
        cursor.execute(f"INSERT INTO {MARKER} (archive) VALUES (%s)", [archive])


def remove_marker() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {MARKER}")


@transaction.atomic
def empty() -> None:
    """Drop what an unfinished restore has left: all tables and functions except those of extensions."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        if found := tables():
            cursor.execute(f"DROP TABLE {', '.join(quote(table) for table in found)} CASCADE")
        for function in _column(FUNCTIONS):
            cursor.execute(f"DROP FUNCTION {function} CASCADE")


def analyze() -> None:
    """Collect the planner's statistics, which a restored database lacks.

    Locked tables are skipped, because waiting could exceed the lock time-out and make a complete restore look failed.
    Autovacuum analyzes them later.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE (SKIP_LOCKED)")


def _counts() -> dict[str, int]:
    quote = connection.ops.quote_name
    return {table: int(_one(f"SELECT count(*) FROM {quote(table)}")) for table in tables() if table not in LEFT_OUT}


def _one(sql: str, values: list[Any] | None = None) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def _column(sql: str, values: list[Any] | None = None) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [value for (value,) in cursor.fetchall()]
