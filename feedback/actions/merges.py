# ruff: noqa: S608 - the SQL is put together from names and fragments of our own, never from what came in
"""Scores follow when two records of a person are made one, and when they are taken apart again."""

from collections.abc import Iterator
from contextlib import contextmanager

from feedback.actions.rollups import add_facts, apply_facts, begin_facts, bring_up_to_date
from feedback.rollups import execute
from people.merging import Move

TOUCHED = "JOIN passing ON passing.id = i.id"


@contextmanager
def scores_follow(move: Move) -> Iterator[None]:
    """Take away what the contacts say under one person before they move, and add what they say under the other after.

    The publishing lock is held from the beginning, so no import comes in between. Where somebody's time in teams has
    moved too, the scores by team are counted anew at the end.
    """
    basis = bring_up_to_date()
    contacts = move.concerns("feedback_interaction", "person_id")
    execute(
        f"CREATE TEMP TABLE passing ON COMMIT DROP AS SELECT t.id FROM feedback_interaction t WHERE {contacts}", move.values
    )
    execute("ANALYZE passing")
    begin_facts(basis)
    add_facts(basis, sign=-1, touched=TOUCHED)
    yield
    add_facts(basis, sign=1, touched=TOUCHED)
    apply_facts(basis)
    execute("DROP TABLE passing")
    bring_up_to_date()
