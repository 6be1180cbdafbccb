# ruff: noqa: S608 - the SQL is put together from names and fragments of our own, never from what came in
"""Updates of the rollups: by changed rows, by changed memberships, or as a complete recount.

Every writer brings the rollups up to date first, so each rollup always matches the basis of its digest.
"""

from collections.abc import Sequence
from dataclasses import replace

from django.db import connection, transaction

from core import faults
from core.work import Progress, WorkRow, enqueue, latest, retry
from feedback.models import CountedSpan, RollupBasis
from feedback.queries.rollups import are_rollups_current, counted_spans, current_basis, stale_rollups
from feedback.sql.rollups import (
    DAY,
    FACTS,
    ROLLUPS,
    SPANS,
    Basis,
    Rollup,
    execute,
    write_alone,
)
from feedback.sql.team_changes import TeamChange, moves

KIND = "feedback.rollups"
# There is only one set of rollups, so the work has no subject.
NO_SUBJECT = 0

# Narrowed first by an indexed range, then to the exact days in the organisation's zone.
MOVED = f"""JOIN moved m ON m.person_id = i.person_id
    AND i.started_at >= m.from_on - interval '2 days' AND i.started_at < m.until_on + interval '2 days'
    AND {DAY} >= m.from_on AND {DAY} < m.until_on"""

HOURS = """
    UPDATE feedback_interaction SET hour_band = extract(hour FROM started_at AT TIME ZONE %(zone)s)
    WHERE hour_band <> extract(hour FROM started_at AT TIME ZONE %(zone)s)
"""


def keep_up() -> int:
    """Start a recount by a worker if the zone, a team or the rule has changed. Part of the tick."""
    if are_rollups_current():
        return 0
    last = latest(KIND, NO_SUBJECT)
    if last is not None and last.is_open:
        return 0
    if last is not None and last.state == WorkRow.State.FAILED:
        # Retried automatically, because no user watches it.
        retry(last)
    else:
        # Two ticks at once must not enqueue it twice.
        enqueue(kind=KIND, subject_id=NO_SUBJECT, key=f"{KIND}:{last.pk if last else 0}")
    return 1


def step(_work: WorkRow) -> Progress:
    """The only step of the work, registered with `core.work`."""
    bring_up_to_date()
    return Progress(finished=True)


def catch_up(*, may_wait: bool = False) -> None:
    """Bring the rollups up to date, without a lock if they are already. For commands and steps of work."""
    if not are_rollups_current():
        bring_up_to_date(may_wait=may_wait)


@transaction.atomic
def bring_up_to_date(*, may_wait: bool = False) -> Basis:
    """Recount rollups that do not match the current basis, and return it: everything after a change of zone or rule, and the
    differing days of people whose teams changed. Holds the lock until the transaction ends. A step of work is postponed
    while another writer holds it; a command may wait.
    """
    write_alone(may_wait=may_wait)
    basis = current_basis()
    before = counted_spans()
    moved = moves(before, basis.spans)
    if stale := stale_rollups(basis):
        _count_anew(basis, [rollup for rollup in ROLLUPS if rollup in stale or (moved and rollup.is_by_team)])
    elif moved:
        _count_moved(replace(basis, before=before), moved)
    return basis


@transaction.atomic
def rebuild() -> None:
    """Recount every rollup from the rows, for use after rows were changed outside the application. Months without kept rows
    stay as they are.
    """
    write_alone(may_wait=True)
    _count_anew(current_basis(), ROLLUPS)


def _count_moved(basis: Basis, moved: Sequence[TeamChange]) -> None:
    """Move the differing days from the teams they were counted in to their current ones."""
    execute(
        """CREATE TEMP TABLE moved ON COMMIT DROP AS SELECT person_id, from_on, coalesce(until_on, 'infinity') AS until_on
            FROM unnest(%(people)s::bigint[], %(from)s::date[], %(until)s::date[]) AS moved(person_id, from_on, until_on)""",
        {
            "people": [move.person_id for move in moved],
            "from": [move.from_on for move in moved],
            "until": [move.until_on for move in moved],
        },
    )
    execute("ANALYZE moved")
    begin_facts(basis)
    add_facts(basis, sign=-1, touched=MOVED)
    add_facts(basis, sign=1, touched=MOVED)
    apply_facts(basis)
    _remember(basis)
    execute("DROP TABLE moved")
    faults.point("rollups.moved")


def _remember(basis: Basis) -> None:
    """Save the memberships that the rollups by team now match."""
    CountedSpan.objects.all().delete()
    CountedSpan.objects.bulk_create(
        CountedSpan(person_id=span.person_id, team_id=span.team_id, starts_on=span.starts_on, ends_on=span.ends_on)
        for span in basis.spans
    )


def _count_anew(basis: Basis, rollups: Sequence[Rollup]) -> None:
    begin_facts(basis)
    add_facts(basis, sign=1, touched="")
    for rollup in rollups:
        execute(f"DELETE FROM {rollup.table} WHERE {rollup.counted_again}", basis.parameters)
        _insert(rollup, f"({rollup.sql}) delta")
        RollupBasis.objects.update_or_create(table=rollup.table, defaults={"digest": basis.digest_for(rollup)})
        faults.point("rollups.counted")
    if any(rollup.is_by_team for rollup in rollups):
        _remember(basis)
    if not all(rollup.is_by_team for rollup in rollups):
        # Also a change of zone or rule, and hour bands depend on the zone.
        execute(HOURS, basis.parameters)
    end_facts()


def begin_facts(basis: Basis) -> None:
    """Create the temporary tables for facts."""
    end_facts()
    execute(f"CREATE TEMP TABLE spans ON COMMIT DROP AS {SPANS}", basis.parameters)
    # Looked up once per fact.
    execute("CREATE INDEX ON spans (person_id)")
    execute("ANALYZE spans")
    for name, sql in FACTS.items():
        empty = sql.format(touched="JOIN (SELECT 0) nobody ON false")
        execute(f"CREATE TEMP TABLE {name} ON COMMIT DROP AS SELECT 1 AS sign, * FROM ({empty}) f", basis.parameters)


def add_facts(basis: Basis, *, sign: int, touched: str) -> None:
    """Gather the current facts of the interactions. `touched` is a trusted SQL join that narrows them, or empty."""
    values = {**basis.parameters, "sign": sign}
    for name, sql in FACTS.items():
        execute(f"INSERT INTO {name} SELECT %(sign)s, * FROM ({sql.format(touched=touched)}) f", values)


def end_facts() -> None:
    execute(f"DROP TABLE IF EXISTS {', '.join(['spans', *FACTS])}")


def apply_facts(basis: Basis) -> None:
    """Apply the gathered facts to the rollups. Recounts everything if a count would become negative, which only happens if rows
    or rollups were changed outside the application.
    """
    execute(f"ANALYZE {', '.join(FACTS)}")
    if all(_add(rollup) for rollup in ROLLUPS):
        end_facts()
    else:
        _count_anew(basis, ROLLUPS)


def _add(rollup: Rollup) -> bool:
    """Add the gathered facts to the rollup. Changes nothing and returns False if a count would become negative.

    One statement, because an import of a few rows spends most of its time on planning and on temporary tables.
    """
    # Only the team may be null; `=` on the others lets the unique index be used.
    same = " AND ".join(
        f"kept.{key} IS NOT DISTINCT FROM delta.{key}" if key == "team_id" else f"kept.{key} = delta.{key}"
        for key in rollup.keys
    )
    keys = ", ".join(f"delta.{key}" for key in rollup.keys)
    sums = ", ".join(f"coalesce(kept.{name}, 0) + delta.{name} AS {name}" for name in rollup.sums)
    changes = " OR ".join(f"delta.{name} <> 0" for name in rollup.sums)
    is_negative = " OR ".join(f"{name} < 0" for name in rollup.sums)
    is_gone = " AND ".join(f"fitting.{name} = 0" for name in rollup.sums)
    columns = ", ".join((*rollup.keys, *rollup.sums))
    with connection.cursor() as cursor:
        cursor.execute(f"""
            WITH totals AS MATERIALIZED (
                SELECT kept.id, {keys}, {sums} FROM ({rollup.sql}) delta LEFT JOIN {rollup.table} kept ON {same} WHERE {changes}
            ), fitting AS MATERIALIZED (
                SELECT * FROM totals WHERE NOT EXISTS (SELECT FROM totals WHERE {is_negative})
            ), updated AS (
                UPDATE {rollup.table} kept SET {", ".join(f"{name} = fitting.{name}" for name in rollup.sums)}
                FROM fitting WHERE kept.id = fitting.id AND NOT ({is_gone})
            ), deleted AS (
                DELETE FROM {rollup.table} kept USING fitting WHERE kept.id = fitting.id AND {is_gone}
            ), inserted AS (
                INSERT INTO {rollup.table} ({columns}) SELECT {columns} FROM fitting WHERE id IS NULL
            )
            SELECT NOT EXISTS (SELECT FROM totals WHERE {is_negative})
        """)
        return bool(cursor.fetchone()[0])


def _insert(rollup: Rollup, rows: str) -> None:
    columns = ", ".join((*rollup.keys, *rollup.sums))
    execute(f"INSERT INTO {rollup.table} ({columns}) SELECT {columns} FROM {rows}")
