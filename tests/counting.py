"""How much a piece of work asks of the database, in figures that do not depend on the machine."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection

# What this transaction has read so far, by table: rows of scans, and rows found by indexes.
READ = """
SELECT relname, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """How many statements there were, and how many rows came back or were changed."""

    statements: int
    rows: int


def asked_by(work: Callable[[], object]) -> Asked:
    """What the work asks of the database in this thread."""
    rows: list[int] = []

    def counted(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(sql, parameters, many, context)
        rows.append(max(0, context["cursor"].rowcount))
        return result

    with connection.execute_wrapper(counted):
        work()
    return Asked(len(rows), sum(rows))


def read_by(work: Callable[[], object]) -> dict[str, int]:
    """By table, how many rows the server reads for the work, in a test that is one transaction. Tables are so small that they
    would be scanned, so scans are avoided where an index helps, as they are in large ones.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(READ)
        before = dict(cursor.fetchall())
        work()
        cursor.execute(READ)
        after = dict(cursor.fetchall())
        cursor.execute("SET LOCAL enable_seqscan = on")
    return {table: rows - before.get(table, 0) for table, rows in after.items() if rows > before.get(table, 0)}
