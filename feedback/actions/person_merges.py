# ruff: noqa: S608 - the SQL is put together from names and fragments of our own, never from what came in
"""Updates of the scores when two records of a person are merged or separated again."""

from collections.abc import Iterator
from contextlib import contextmanager

from feedback.actions import counting_state
from feedback.actions.rollups import add_facts, apply_facts, begin_facts, bring_up_to_date
from feedback.sql.precedence import agent_first
from feedback.sql.rollups import execute
from people.record_moves import RecordMove

TOUCHED = "JOIN passing ON passing.id = i.id"

# Undoing an import while records are merged rebuilds contacts from claims, which then name the kept record, so the contact no
# longer shows its original person. When the merge is undone, the claim whose agent applies decides, if it is older than the
# merge. Later claims name the kept record for both people, so they say nothing about the original.
SAY_ANEW = f"""
    UPDATE feedback_interaction i SET person_id = last.person_id FROM (
        SELECT DISTINCT ON (s.interaction_id) s.interaction_id, s.id, s.person_id
        FROM passing p JOIN feedback_claim s ON s.interaction_id = p.id
        WHERE s.person_id IS NOT NULL ORDER BY s.interaction_id, {agent_first("s")}
    ) last
    WHERE i.id = last.interaction_id AND i.person_id IS DISTINCT FROM last.person_id AND last.id <= (
        SELECT max(ids[cardinality(ids)]) FROM people_movedrows WHERE merge_id = %(merge)s AND "table" = 'feedback_claim'
    )
"""


@contextmanager
def scores_follow(move: RecordMove) -> Iterator[None]:
    """Subtract the contacts' facts from one person before they move, and add them to the other afterwards.

    The publishing lock is held from the start, so no import runs in between. If memberships moved too, the scores by team are
    recounted at the end.
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
    # The agent of a contact decides which answers are duplicates.
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
