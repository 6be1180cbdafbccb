# ruff: noqa: S608 - the SQL is put together from names and fragments of our own, never from what came in
"""Scores follow when two records of a person are made one, and when they are taken apart again."""

from collections.abc import Iterator
from contextlib import contextmanager

from feedback.actions import counting_state
from feedback.actions.rollups import add_facts, apply_facts, begin_facts, bring_up_to_date
from feedback.sql.precedence import latest_first
from feedback.sql.rollups import execute
from people.record_moves import RecordMove

TOUCHED = "JOIN passing ON passing.id = i.id"

# Undoing an import while two are one tells a contact anew by claims that say the kept one of both, so that the contact
# itself no longer shows whose it was. On the way back the last claim that names somebody does, if it is one of before the
# merge. One that came later says the kept one of whom the source meant otherwise: it tells nothing.
SAY_ANEW = f"""
    UPDATE feedback_interaction i SET person_id = last.person_id FROM (
        SELECT DISTINCT ON (s.interaction_id) s.interaction_id, s.id, s.person_id
        FROM passing p JOIN feedback_claim s ON s.interaction_id = p.id
        WHERE s.person_id IS NOT NULL ORDER BY s.interaction_id, {latest_first("s")}
    ) last
    WHERE i.id = last.interaction_id AND i.person_id IS DISTINCT FROM last.person_id AND last.id <= (
        SELECT max(ids[cardinality(ids)]) FROM people_movedrows WHERE merge_id = %(merge)s AND "table" = 'feedback_claim'
    )
"""


@contextmanager
def scores_follow(move: RecordMove) -> Iterator[None]:
    """Take away what the contacts say under one person before they move, and add what they say under the other after.

    The publishing lock is held from the beginning, so no import comes in between. Where somebody's time in teams has
    moved too, the scores by team are counted anew at the end.
    """
    basis = bring_up_to_date()
    passing = f"SELECT t.id FROM feedback_interaction t WHERE {move.concerns('feedback_interaction', 'person_id')}"
    if move.is_back:
        said = move.concerns("feedback_claim", "person_id")
        passing += f" UNION SELECT t.interaction_id FROM feedback_claim t WHERE {said}"
    execute(f"CREATE TEMP TABLE passing ON COMMIT DROP AS {passing}", move.values)
    execute("ANALYZE passing")
    begin_facts(basis)
    add_facts(basis, sign=-1, touched=TOUCHED)
    # Whose contacts they are decides which answers are the same.
    counting_state.begin()
    counting_state.gather_alike("SELECT id FROM passing")
    yield
    if move.is_back:
        execute(SAY_ANEW, move.values)
    counting_state.gather_alike("SELECT id FROM passing")
    counting_state.settle(basis, touched="passing")
    add_facts(basis, sign=1, touched=TOUCHED)
    apply_facts(basis)
    counting_state.end()
    execute("DROP TABLE passing")
    bring_up_to_date()
