# ruff: noqa: S608 - the SQL is put together from fragments of our own, never from what came in
"""Undoing an import: the one transaction in which all it brought goes away again, or none of it.

What remains is told anew from what the other files said, in the order of `feedback.saying.IN_ORDER`.
"""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock, faults
from core.work import Progress
from feedback import permissions
from feedback.actions import judging
from feedback.actions.behalf import asker
from feedback.actions.reading import NotNow, begin_work
from feedback.actions.rollups import add_facts, apply_facts, begin_facts, bring_up_to_date
from feedback.audit import moments_of
from feedback.models import Import
from feedback.queries.retention import is_partly_purged
from feedback.rollups import Basis, execute
from feedback.saying import in_order, last_first, listed, said_last, taken_from
from feedback.undoing import LEAVING, spoken
from feedback.verbs import Verb
from journal.actions import house_journal, record
from people.actions import notify
from people.identity import User

if TYPE_CHECKING:
    from core.models import Work

TOUCHED = "JOIN spoken ON spoken.id = i.id"

# What this file said is forgotten, but where the contact is kept and nobody else speaks of it: what it says is this.
FORGET_ANSWERS = "DELETE FROM feedback_statedanswer WHERE file_id = %(file)s"
FORGET_STATEMENTS = """
    DELETE FROM feedback_statement s USING spoken t WHERE s.file_id = %(file)s AND t.id = s.interaction_id AND NOT t.is_kept
"""
# The same as merging the files one after the other: the last to say something counts, and an empty cell says nothing.
TELL = f"""
    CREATE TEMP TABLE told ON COMMIT DROP AS
    SELECT s.interaction_id AS id, (array_agg(s.file_id ORDER BY {in_order("s")}))[1] AS file_id, {said_last("s")}
    FROM spoken t JOIN feedback_statement s ON s.interaction_id = t.id WHERE t.is_shared GROUP BY s.interaction_id
"""
# Where nobody who is left names a person, it is whoever the contact was assigned to.
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
            (array_agg(a.file_id ORDER BY {in_order("a")}))[1] AS file_id,
            coalesce((array_agg(a.comment ORDER BY {last_first("a")}) FILTER (WHERE a.comment <> ''))[1], '') AS comment
        FROM spoken t JOIN feedback_statedanswer a ON a.interaction_id = t.id WHERE t.is_shared GROUP BY 1, 2, 3, 4
    ) a JOIN feedback_surveyresponse r ON r.interaction_id = a.interaction_id AND r.instrument = a.instrument
        AND r.responded_at = a.responded_at AND r.value = a.value
"""
REMOVE_ANSWERS = f"DELETE FROM feedback_surveyresponse WHERE id IN ({LEAVING.format(spoken='spoken')})"
REMOVE_INTERACTIONS = """
    DELETE FROM feedback_interaction i USING spoken t WHERE t.id = i.id AND NOT t.is_shared AND NOT t.is_kept
"""
PUT_BACK = f"""
    UPDATE feedback_interaction i SET file_id = k.file_id, {taken_from("k")},
        hour_band = extract(hour FROM k.started_at AT TIME ZONE %(zone)s)
    FROM told k WHERE i.id = k.id AND (i.file_id, {listed("i")}) IS DISTINCT FROM (k.file_id, {listed("k")})
"""
PUT_ANSWERS_BACK = """
    UPDATE feedback_surveyresponse r SET file_id = a.file_id, comment = a.comment, precision = a.precision
    FROM told_answers a
    WHERE r.id = a.id AND (r.file_id, r.comment, r.precision) IS DISTINCT FROM (a.file_id, a.comment, a.precision)
"""


@transaction.atomic
def undo(*, actor: User | None, imported: Import) -> Import:
    """The person's word that an import shall count no more. Saying it twice does no harm."""
    if actor is not None and not permissions.can_import(actor):
        raise PermissionDenied
    # Read without a lock first: undoing holds the row for as long as it takes.
    imported.refresh_from_db()
    if imported.state in {Import.State.UNDOING, Import.State.UNDONE}:
        return imported
    locked = Import.objects.select_for_update().get(pk=imported.pk)
    if locked.state != Import.State.PUBLISHED:
        raise NotNow(_("Only a file that has been imported can be undone. Discard one that has not."))
    if not locked.can_be_undone:
        raise NotNow(
            _("This file was imported by an earlier version, which did not keep what it changed. It can not be undone.")
        )
    if is_partly_purged(locked):
        raise NotNow(_("Some of what this file brought is so old that it is no longer kept. It can not be undone."))
    locked.state, locked.undone_by_id = Import.State.UNDOING, actor.person_id if actor else None
    locked.save(update_fields=["state", "undone_by"])
    begin_work(locked)
    imported.refresh_from_db()
    return imported


def undo_step(imported: Import, work: "Work") -> Progress:
    """The one step of undoing: what becomes visible does so all at once."""
    faults.point("import.before_undo")
    basis = bring_up_to_date()
    if is_partly_purged(imported):
        # Since it was asked for. The page says why.
        imported.state, imported.undone_by_id = Import.State.PUBLISHED, None
        imported.save(update_fields=["state", "undone_by"])
        return Progress(finished=True, cursor=work.cursor)
    done = _take_back(imported, basis)
    faults.point("import.after_undo")
    _mark_undone(imported, done)
    rows = imported.counts["rows"]
    return Progress(finished=True, cursor=work.cursor, done_units=rows, total_units=rows)


def _take_back(imported: Import, basis: Basis) -> dict[str, int]:
    values = {"file": imported.pk, "zone": basis.zone}
    execute(f"CREATE TEMP TABLE spoken ON COMMIT DROP AS {spoken()}", values)
    execute("ANALYZE spoken")
    begin_facts(basis)
    add_facts(basis, sign=-1, touched=TOUCHED)
    judging.begin()
    # Those who were at one moment with what goes, or the same as it, may count again.
    judging.gather_crowded(moments_of("SELECT id FROM spoken"))
    judging.gather_alike("SELECT id FROM spoken")
    responses = execute(REMOVE_ANSWERS, values)
    execute(FORGET_ANSWERS, values)
    execute(FORGET_STATEMENTS, values)
    execute(TELL)
    execute(TELL_ASSIGNED)
    execute(TELL_ANSWERS)
    removed = execute(REMOVE_INTERACTIONS)
    put_back = execute(PUT_BACK, values)
    execute(PUT_ANSWERS_BACK)
    judging.gather_alike("SELECT id FROM told")
    judging.gather("SELECT id FROM told")
    moves = judging.settle(basis, touched="spoken")
    add_facts(basis, sign=1, touched=TOUCHED)
    apply_facts(basis)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM spoken WHERE is_kept")
        (kept,) = cursor.fetchone()
    judging.end()
    execute("DROP TABLE spoken, told, told_answers")
    return {
        "removed": removed,
        "removed_responses": responses,
        "put_back": put_back,
        "responses_back": sum(count for (was, state), count in moves.items() if state == "counted"),
        "kept": kept,
    }


def _mark_undone(imported: Import, done: dict[str, int]) -> None:
    imported.state, imported.undone_at = Import.State.UNDONE, clock.now()
    imported.counts = {**imported.counts, **done}
    imported.save(update_fields=["state", "undone_at", "counts"])
    with connection.cursor() as cursor:
        # As in publishing: checked now and not at commit. Also finds what has come to refer to a contact meanwhile.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    record(house_journal(), Verb.IMPORT_UNDONE, actor=asker(imported.undone_by_id), subject=imported, data=done)
    if imported.undone_by_id is not None:
        notify(
            person_id=imported.undone_by_id,
            key=f"import-undone:{imported.pk}",
            text=_("Your file %(name)s is undone: nothing of it counts any more.") % {"name": imported.file_name},
            url=reverse("feedback:import_detail", args=[imported.pk]),
        )
