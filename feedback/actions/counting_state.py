# ruff: noqa: S608 - the SQL is put together from fragments of our own, never from what came in
"""Recomputation of which responses count, limited to those that a change may affect. Called under the publishing lock.

Callers that change rows call `begin`, gather affected interactions in `concerned` before and after the change, and call
`settle`, which updates states and rollups. Cost grows with the gathered rows, not with the tables.
"""

from collections import Counter
from typing import Any

from django.db import connection

from feedback.actions.rollups import add_facts
from feedback.queries.questions import NO_QUESTIONS, questions_by_file
from feedback.sql.counting import JUDGED, alike, answers_at, crowded, figures
from feedback.sql.rollups import Basis, execute

APPLIED = """
    UPDATE feedback_surveyresponse r SET state = j.state, is_out_of_window = j.is_outside FROM judged j
    WHERE r.id = j.id AND (j.was, j.was_outside) IS DISTINCT FROM (j.state, j.is_outside) AND (j.state = 'counted') = {counted}
"""


def begin() -> None:
    """Create the temporary table of affected interactions."""
    execute("CREATE TEMP TABLE concerned (id bigint) ON COMMIT DROP")


def gather(interactions: str, **values: Any) -> None:
    """Gather these interactions (trusted SQL that selects their ids, and its parameters)."""
    execute(f"INSERT INTO concerned {interactions}", {**figures().parameters, **values})


def gather_alike(among: str) -> None:
    """Gather interactions that may hold the same answers as one of these."""
    if has_several_sources():
        gather(alike(among))


def gather_crowded(moments: str, **values: Any) -> None:
    """Gather interactions answered at one of these moments, if it has many answers."""
    gather(f"SELECT o.interaction_id FROM ({crowded(moments)}) m CROSS JOIN LATERAL ({answers_at('m')}) o", **values)


def settle(basis: Basis, *, touched: str) -> Counter[tuple[str, str]]:
    """Update the states of all gathered interactions. The caller subtracts and adds the facts of `touched` (a temporary
    table of interactions); facts of the others are updated here. Returns the number of responses by old and new state.
    """
    execute("ANALYZE concerned")
    execute(JUDGED, {**figures().parameters, **(questions_by_file() if has_several_sources() else NO_QUESTIONS)})
    execute(f"""
        CREATE TEMP TABLE neighbours ON COMMIT DROP AS
        SELECT DISTINCT interaction_id AS id FROM judged j
        WHERE was <> state AND NOT EXISTS (SELECT FROM {touched} t WHERE t.id = j.interaction_id)
    """)
    execute("ANALYZE judged")
    execute("ANALYZE neighbours")
    add_facts(basis, sign=-1, touched="JOIN neighbours ON neighbours.id = i.id")
    # Only one answer may count at a time, so the old one is cleared first.
    execute(APPLIED.format(counted="false"))
    execute(APPLIED.format(counted="true"))
    add_facts(basis, sign=1, touched="JOIN neighbours ON neighbours.id = i.id")
    return _moves()


def end() -> None:
    execute("DROP TABLE IF EXISTS concerned, judged, neighbours")


def has_several_sources() -> bool:
    """True if there are several sources, found by two index lookups. A single source cannot have duplicates."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT min(source) FROM feedback_interaction) <> (SELECT max(source) FROM feedback_interaction)"
        )
        return bool(cursor.fetchone()[0])


def _moves() -> Counter[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT was, state, count(*) FROM judged WHERE was <> state GROUP BY 1, 2")
        return Counter({(was, state): count for was, state, count in cursor.fetchall()})
