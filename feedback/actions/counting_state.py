# ruff: noqa: S608 - the SQL is put together from fragments of our own, never from what came in
"""Judging anew which responses count, for those only that a change may concern. Called under the publishing lock.

Whoever changes rows calls `begin`, gathers in `concerned` what the change may concern before and after it, and calls
`settle`, which brings states and rollups in line. Cost grows with what is gathered, not with what is there.
"""

from collections import Counter
from typing import Any

from django.db import connection

from feedback.actions.rollups import add_facts
from feedback.sql.counting import JUDGED, alike, answers_at, crowded, figures
from feedback.sql.rollups import Basis, execute

APPLIED = """
    UPDATE feedback_surveyresponse r SET state = j.state, is_out_of_window = j.is_outside FROM judged j
    WHERE r.id = j.id AND (j.was, j.was_outside) IS DISTINCT FROM (j.state, j.is_outside) AND (j.state = 'counted') = {counted}
"""


def begin() -> None:
    """Make the temporary table in which the interactions are gathered."""
    execute("CREATE TEMP TABLE concerned (id bigint) ON COMMIT DROP")


def gather(interactions: str, **values: Any) -> None:
    """These interactions are concerned (SQL of ours that selects their ids, and its parameters)."""
    execute(f"INSERT INTO concerned {interactions}", {**figures().parameters, **values})


def gather_alike(among: str) -> None:
    """Whatever may hold the same answers as one of these interactions is concerned."""
    if has_several_sources():
        gather(alike(among))


def gather_crowded(moments: str, **values: Any) -> None:
    """Whatever was answered at one of these moments is concerned, if there are many answers at it."""
    gather(f"SELECT o.interaction_id FROM ({crowded(moments)}) m CROSS JOIN LATERAL ({answers_at('m')}) o", **values)


def settle(basis: Basis, *, touched: str) -> Counter[tuple[str, str]]:
    """Give all that are concerned the state they should have. The caller takes the facts of `touched` (a temporary table
    of interactions) away before and adds them after; those of others are kept in step here. Returns how many responses
    went from which state to which.
    """
    execute("ANALYZE concerned")
    execute(JUDGED, figures().parameters)
    execute(f"""
        CREATE TEMP TABLE neighbours ON COMMIT DROP AS
        SELECT DISTINCT interaction_id AS id FROM judged j
        WHERE was <> state AND NOT EXISTS (SELECT FROM {touched} t WHERE t.id = j.interaction_id)
    """)
    execute("ANALYZE judged")
    execute("ANALYZE neighbours")
    add_facts(basis, sign=-1, touched="JOIN neighbours ON neighbours.id = i.id")
    # One answer counts at a time, so one steps down before another comes up.
    execute(APPLIED.format(counted="false"))
    execute(APPLIED.format(counted="true"))
    add_facts(basis, sign=1, touched="JOIN neighbours ON neighbours.id = i.id")
    return _moves()


def end() -> None:
    execute("DROP TABLE IF EXISTS concerned, judged, neighbours")


def has_several_sources() -> bool:
    """Two looks into the index of ids. With a single source there is nobody to bring an answer twice."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT min(source) FROM feedback_interaction) <> (SELECT max(source) FROM feedback_interaction)"
        )
        return bool(cursor.fetchone()[0])


def _moves() -> Counter[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT was, state, count(*) FROM judged WHERE was <> state GROUP BY 1, 2")
        return Counter({(was, state): count for was, state, count in cursor.fetchall()})
