# ruff: noqa: S608 - the SQL is put together from fragments of our own, never from what came in
"""Undoing an import: everything it added is removed in one transaction, or nothing.

Contacts that other files mention are rebuilt from their claims, in the order of `feedback.sql.precedence`.
"""

from typing import TYPE_CHECKING

from django.db import connection

from feedback.actions import counting_state
from feedback.actions.rollups import add_facts, apply_facts, begin_facts, bring_up_to_date
from feedback.queries.retention import is_partly_purged
from feedback.sql.counting import moments_of
from feedback.sql.import_undo import LEAVING, spoken
from feedback.sql.precedence import assignments_from, by_precedence, column_list, latest_claim, latest_first
from feedback.sql.rollups import Basis, execute

if TYPE_CHECKING:
    from intake.models import Import

TOUCHED = "JOIN spoken ON spoken.id = i.id"

# This file's claims are deleted, except where the contact is kept and no other file mentions it.
FORGET_ANSWERS = "DELETE FROM feedback_claimedanswer WHERE file_id = %(file)s"
FORGET_CLAIMS = """
    DELETE FROM feedback_claim s USING spoken t WHERE s.file_id = %(file)s AND t.id = s.interaction_id AND NOT t.is_kept
"""
# The same as merging the files in order: the last value wins, and empty cells are ignored.
TELL = f"""
    CREATE TEMP TABLE told ON COMMIT DROP AS
    SELECT s.interaction_id AS id, (array_agg(s.file_id ORDER BY {by_precedence("s")}))[1] AS file_id, {latest_claim("s")}
    FROM spoken t JOIN feedback_claim s ON s.interaction_id = t.id WHERE t.is_shared GROUP BY s.interaction_id
"""
# If no remaining claim names a person, the assigned agent applies.
TELL_ASSIGNED = """
    UPDATE told SET person_id = a.person_id FROM feedback_interaction i
    JOIN feedback_assignment a ON a.source = i.source AND a.external_id = i.external_id
    WHERE told.person_id IS NULL AND i.id = told.id
"""
TELL_ANSWERS = f"""
    CREATE TEMP TABLE told_answers ON COMMIT DROP AS
    SELECT r.id, a.file_id, a.comment, a.precision
    FROM (
        SELECT a.interaction_id, a.instrument, a.responded_at, a.value, max(a.precision) AS precision,
            (array_agg(a.file_id ORDER BY {by_precedence("a")}))[1] AS file_id,
            coalesce((array_agg(a.comment ORDER BY {latest_first("a")}) FILTER (WHERE a.comment <> ''))[1], '') AS comment
        FROM spoken t JOIN feedback_claimedanswer a ON a.interaction_id = t.id WHERE t.is_shared GROUP BY 1, 2, 3, 4
    ) a JOIN feedback_surveyresponse r ON r.interaction_id = a.interaction_id AND r.instrument = a.instrument
        AND r.responded_at = a.responded_at AND r.value = a.value
"""
REMOVE_ANSWERS = f"DELETE FROM feedback_surveyresponse WHERE id IN ({LEAVING.format(spoken='spoken')})"
REMOVE_INTERACTIONS = """
    DELETE FROM feedback_interaction i USING spoken t WHERE t.id = i.id AND NOT t.is_shared AND NOT t.is_kept
"""
PUT_BACK = f"""
    UPDATE feedback_interaction i SET file_id = k.file_id, {assignments_from("k")},
        hour_band = extract(hour FROM k.started_at AT TIME ZONE %(zone)s)
    FROM told k WHERE i.id = k.id AND (i.file_id, {column_list("i")}) IS DISTINCT FROM (k.file_id, {column_list("k")})
"""
PUT_ANSWERS_BACK = """
    UPDATE feedback_surveyresponse r SET file_id = a.file_id, comment = a.comment, precision = a.precision
    FROM told_answers a
    WHERE r.id = a.id AND (r.file_id, r.comment, r.precision) IS DISTINCT FROM (a.file_id, a.comment, a.precision)
"""


def take_back(imported: "Import") -> dict[str, int] | None:
    """Undo the import. Returns the counts, or None if parts of it were deleted because of their age."""
    basis = bring_up_to_date()
    return None if is_partly_purged(imported) else _take_back(imported, basis)


def _take_back(imported: "Import", basis: Basis) -> dict[str, int]:
    values = {"file": imported.pk, "zone": basis.zone}
    execute(f"CREATE TEMP TABLE spoken ON COMMIT DROP AS {spoken()}", values)
    execute("ANALYZE spoken")
    begin_facts(basis)
    add_facts(basis, sign=-1, touched=TOUCHED)
    counting_state.begin()
    # Answers at the same moment as removed ones, or equal to them, may count again.
    counting_state.gather_crowded(moments_of("SELECT id FROM spoken"))
    counting_state.gather_alike("SELECT id FROM spoken")
    responses = execute(REMOVE_ANSWERS, values)
    execute(FORGET_ANSWERS, values)
    execute(FORGET_CLAIMS, values)
    execute(TELL)
    execute(TELL_ASSIGNED)
    execute(TELL_ANSWERS)
    removed = execute(REMOVE_INTERACTIONS)
    put_back = execute(PUT_BACK, values)
    execute(PUT_ANSWERS_BACK)
    counting_state.gather_alike("SELECT id FROM told")
    counting_state.gather("SELECT id FROM told")
    moves = counting_state.settle(basis, touched="spoken")
    add_facts(basis, sign=1, touched=TOUCHED)
    apply_facts(basis)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM spoken WHERE is_kept")
        (kept,) = cursor.fetchone()
    counting_state.end()
    execute("DROP TABLE spoken, told, told_answers")
    return {
        "removed": removed,
        "removed_responses": responses,
        "put_back": put_back,
        "responses_back": sum(count for (was, state), count in moves.items() if state == "counted"),
        "kept": kept,
    }
