# ruff: noqa: S608 - names of tables come from the database's own catalogue, and are quoted
"""What the database holds, asked of its catalogue: a backup may be older or newer than the models of this version."""

from typing import Any

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from desk.backups.manifest import DatabaseFacts
from journal.queries import heads

# Their tables are in a backup, and their rows are not: what is remembered goes stale, and a sign-in must not outlive a
# restore or be read from a backup.
LEFT_OUT = ("core_cache", "django_session")
# A table that is there from the beginning of a restore until everything has been compared.
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
    """What a restore compares. In a transaction with a snapshot, all of it is of the same moment."""
    applied = MigrationRecorder(connection).applied_migrations()
    return DatabaseFacts(
        server_version=server_version(), migrations=frozenset(applied), counts=_counts(), heads=heads() if applied else {}
    )


def server_version() -> int:
    return int(_one("SELECT current_setting('server_version_num')"))


def tables() -> list[str]:
    """The tables of the installation, without those of extensions."""
    return _column(TABLES, [MARKER])


def has_marker() -> bool:
    """Whether a restore into this database was begun and did not end well."""
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
    """Remove what an unfinished restore has left: every table and function, but not those of extensions."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        if found := tables():
            cursor.execute(f"DROP TABLE {', '.join(quote(table) for table in found)} CASCADE")
        for function in _column(FUNCTIONS):
            cursor.execute(f"DROP FUNCTION {function} CASCADE")


def analyze() -> None:
    """Collect the planner's statistics, which a restored database lacks.

    A table that another session has locked is skipped: to wait for it could exceed the lock time-out, and the restore, which
    is complete, would be reported as failed. Autovacuum collects the statistics of a skipped table later.
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
