# ruff: noqa: S608 - the SQL is put together from names and fragments of our own, never from what came in
"""Keeping the rollups in step with the rows: by what has changed, or all of them anew."""

from django.db import connection, transaction

from feedback.rollups import ANSWERS, LOCK, ROLLUPS, SPANS, TIMES, Rollup, execute, parameters


@transaction.atomic
def rebuild() -> None:
    """Compute every rollup anew from the rows. After teams or the reporting zone were changed for days gone by."""
    execute(LOCK)
    begin_facts()
    add_facts(sign=1, touched="")
    for rollup in ROLLUPS:
        execute(f"DELETE FROM {rollup.table}")
        _insert(rollup, f"({rollup.sql}) delta")
    end_facts()


def begin_facts() -> None:
    """Make the temporary tables that facts are gathered in."""
    end_facts()
    values = parameters()
    execute(f"CREATE TEMP TABLE spans ON COMMIT DROP AS {SPANS}", values)
    for name, sql in (("answers", ANSWERS), ("times", TIMES)):
        empty = sql.format(touched="JOIN (SELECT 0) nobody ON false")
        execute(f"CREATE TEMP TABLE {name} ON COMMIT DROP AS SELECT 1 AS sign, * FROM ({empty}) f", values)


def add_facts(*, sign: int, touched: str) -> None:
    """Gather what the interactions say now. `touched` is a join that narrows them (SQL of ours), or nothing."""
    values = {**parameters(), "sign": sign}
    for name, sql in (("answers", ANSWERS), ("times", TIMES)):
        execute(f"INSERT INTO {name} SELECT %(sign)s, * FROM ({sql.format(touched=touched)}) f", values)


def end_facts() -> None:
    execute("DROP TABLE IF EXISTS spans, answers, times")


def apply_facts() -> None:
    """Change the rollups by the facts gathered. Falls back to computing them anew if a count would go below zero,
    which happens only when a team or the zone was changed for days gone by since they were counted.
    """
    execute("ANALYZE answers")
    execute("ANALYZE times")
    for rollup in ROLLUPS:
        execute(f"CREATE TEMP TABLE delta ON COMMIT DROP AS {rollup.sql}")
        fits = _fits(rollup)
        if fits:
            _add(rollup)
        execute("DROP TABLE delta")
        if not fits:
            rebuild()
            return
    end_facts()


def _same(rollup: Rollup) -> str:
    # Only the team may be null; `=` on the others lets the unique index be used.
    return " AND ".join(
        f"kept.{key} IS NOT DISTINCT FROM delta.{key}" if key == "team_id" else f"kept.{key} = delta.{key}"
        for key in rollup.keys
    )


def _fits(rollup: Rollup) -> bool:
    below = " OR ".join(f"coalesce(kept.{name}, 0) + delta.{name} < 0" for name in rollup.sums)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT NOT EXISTS (SELECT FROM delta LEFT JOIN {rollup.table} kept ON {_same(rollup)} WHERE {below})")
        return bool(cursor.fetchone()[0])


def _add(rollup: Rollup) -> None:
    sums = ", ".join(f"{name} = kept.{name} + delta.{name}" for name in rollup.sums)
    changes = " OR ".join(f"delta.{name} <> 0" for name in rollup.sums)
    execute(f"UPDATE {rollup.table} kept SET {sums} FROM delta WHERE {_same(rollup)} AND ({changes})")
    new = f"NOT EXISTS (SELECT FROM {rollup.table} kept WHERE {_same(rollup)})"
    _insert(rollup, f"delta WHERE ({changes}) AND {new}")
    gone = " AND ".join(f"kept.{name} = 0" for name in rollup.sums)
    execute(f"DELETE FROM {rollup.table} kept USING delta WHERE {_same(rollup)} AND {gone}")


def _insert(rollup: Rollup, rows: str) -> None:
    columns = ", ".join((*rollup.keys, *rollup.sums))
    execute(f"INSERT INTO {rollup.table} ({columns}) SELECT {columns} FROM {rows}")
