# ruff: noqa: S608 - the SQL is put together from names of our own, never from what came in
"""Decisions of the audit: whether a response counts, and the agent of a contact whose source names none.

Decisions are keyed by the source's own ids, so they survive undoing and repeating an import. States and rollups are updated in
the same transaction, under the publishing lock. A user is waiting, so the lock is only tried for a moment.
"""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from feedback.actions import counting_state
from feedback.actions.rollups import add_facts, apply_facts, begin_facts
from feedback.models import MOST_DECIDED_AT_ONCE
from feedback.queries.rollups import are_rollups_current, current_basis
from feedback.sql.precedence import FIRST_ANSWERS, FIRST_CLAIMS, agent_first
from feedback.sql.rollups import LOCK, Basis, execute
from feedback.verbs import Verb
from intake import permissions
from journal.actions import house_journal, record
from people.identity import User
from people.queries.persons import names

MOMENT = "SET LOCAL lock_timeout = '3s'"
AS_BEFORE = "SET LOCAL lock_timeout TO DEFAULT"

_ASKED = """
    FROM feedback_surveyresponse r JOIN feedback_interaction i ON i.id = r.interaction_id WHERE r.id = ANY(%(ids)s)
"""
DECIDE = f"""
    INSERT INTO feedback_countingdecision
        (source, external_id, instrument, responded_at, value, counts, reason, decided_by_id, decided_at)
    SELECT i.source, i.external_id, r.instrument, r.responded_at, r.value, %(counts)s, %(reason)s, %(by)s, %(now)s {_ASKED}
    ON CONFLICT (source, external_id, instrument, responded_at, value) DO UPDATE SET counts = excluded.counts,
        reason = excluded.reason, decided_by_id = excluded.decided_by_id, decided_at = excluded.decided_at
"""
TAKE_BACK = f"""
    DELETE FROM feedback_countingdecision d
    USING (SELECT i.source, i.external_id, r.instrument, r.responded_at, r.value {_ASKED}) a
    WHERE d.source = a.source AND d.external_id = a.external_id AND d.instrument = a.instrument
        AND d.responded_at = a.responded_at AND d.value = a.value
"""
# An agent named by the source is never replaced.
TOUCHED = """
    CREATE TEMP TABLE touched ON COMMIT DROP AS
    SELECT i.id FROM feedback_interaction i
    LEFT JOIN feedback_assignment a ON a.source = i.source AND a.external_id = i.external_id
    WHERE i.id = ANY(%(ids)s) AND (i.person_id IS NULL OR a.id IS NOT NULL)
"""
ASSIGN = """
    INSERT INTO feedback_assignment (source, external_id, person_id, decided_by_id, decided_at)
    SELECT i.source, i.external_id, %(person)s, %(by)s, %(now)s FROM touched t JOIN feedback_interaction i ON i.id = t.id
    ON CONFLICT (source, external_id) DO UPDATE SET person_id = excluded.person_id,
        decided_by_id = excluded.decided_by_id, decided_at = excluded.decided_at
"""
UNASSIGN = """
    DELETE FROM feedback_assignment a USING touched t, feedback_interaction i
    WHERE i.id = t.id AND a.source = i.source AND a.external_id = i.external_id
"""
NAME = f"""
    UPDATE feedback_interaction i SET person_id = coalesce((
        SELECT s.person_id FROM feedback_claim s WHERE s.interaction_id = i.id AND s.person_id IS NOT NULL
        ORDER BY {agent_first("s")} LIMIT 1
    ), (
        SELECT a.person_id FROM feedback_assignment a WHERE a.source = i.source AND a.external_id = i.external_id
    )) FROM touched t WHERE i.id = t.id
"""


class Busy(Refused):
    """The scores are being written for longer than a page can wait."""


class TooMany(Refused):
    """Too many lines for one decision."""


class NobodyThere(Refused):
    """The person does not exist."""


@transaction.atomic
def decide(*, actor: User, responses: Collection[int], counts: bool | None, reason: str = "") -> int:
    """Decide that responses count or don't, or (None) remove the decision. The last decision wins. Of several answers to
    one question about a contact, only the one decided for last counts. Returns the number of changed responses.
    """
    _may(actor, responses)
    basis = _locked()
    values = {"ids": list(responses), "counts": counts, "reason": reason, "by": actor.person_id, "now": clock.now()}
    decided = execute(TAKE_BACK if counts is None else DECIDE, values)
    execute("CREATE TEMP TABLE touched (id bigint) ON COMMIT DROP")
    begin_facts(basis)
    counting_state.begin()
    counting_state.gather("SELECT interaction_id FROM feedback_surveyresponse WHERE id = ANY(%(ids)s)", ids=list(responses))
    changed = sum(counting_state.settle(basis, touched="touched").values())
    _finish(basis)
    verbs = {True: Verb.RESPONSES_COUNTED, False: Verb.RESPONSES_EXCLUDED, None: Verb.RESPONSES_LEFT_TO_RULE}
    if decided:
        journal = house_journal()
        data = {"responses": decided, "changed": changed, "ids": sorted(responses)}
        record(journal, verbs[counts], actor=actor, subject=journal, data=data, texts={"reason": reason})
    return changed


@transaction.atomic
def assign(*, actor: User, interactions: Collection[int], person_id: int | None) -> int:
    """Assign an agent to contacts whose source names none; None removes it. Returns the number of changed contacts."""
    _may(actor, interactions)
    if person_id is not None and not names([person_id]):
        raise NobodyThere(_("This person no longer exists. Choose someone else."))
    basis = _locked()
    values: dict[str, Any] = {"ids": list(interactions), "person": person_id, "by": actor.person_id, "now": clock.now()}
    execute(TOUCHED, values)
    # Keep the file's own claims before the assignment adds to them.
    execute(FIRST_ANSWERS.format(among="touched"))
    execute(FIRST_CLAIMS.format(among="touched"))
    begin_facts(basis)
    counting_state.begin()
    counting_state.gather_alike("SELECT id FROM touched")
    add_facts(basis, sign=-1, touched="JOIN touched ON touched.id = i.id")
    execute(UNASSIGN if person_id is None else ASSIGN, values)
    changed = execute(NAME)
    counting_state.gather_alike("SELECT id FROM touched")
    counting_state.settle(basis, touched="touched")
    add_facts(basis, sign=1, touched="JOIN touched ON touched.id = i.id")
    _finish(basis)
    if changed:
        journal, verb = house_journal(), Verb.CONTACTS_UNASSIGNED if person_id is None else Verb.CONTACTS_ASSIGNED
        data = {"contacts": changed, "person": person_id, "ids": sorted(interactions)}
        record(journal, verb, actor=actor, subject=journal, data=data)
    return changed


def _may(actor: User, ids: Collection[int]) -> None:
    if not permissions.can_import(actor):
        raise PermissionDenied
    if len(ids) > MOST_DECIDED_AT_ONCE:
        raise TooMany(_("You can change up to %(most)d at a time. Select fewer.") % {"most": MOST_DECIDED_AT_ONCE})


def _locked() -> Basis:
    """Take the rollups' lock and return the basis; refuse if the lock is held for long or a recount is due."""
    try:
        with transaction.atomic():
            execute(MOMENT)
            execute(LOCK)
    except OperationalError as error:
        raise Busy(_("An import is being published, so nothing was changed. Try again in a moment.")) from error
    execute(AS_BEFORE)
    if not are_rollups_current():
        raise Busy(_("Scores are being recalculated, so nothing was changed. Try again in a few minutes."))
    return current_basis()


def _finish(basis: Basis) -> None:
    apply_facts(basis)
    counting_state.end()
    execute("DROP TABLE touched")
