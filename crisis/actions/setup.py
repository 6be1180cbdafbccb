"""Opening a crisis, and its set-up and updates."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.refusals import Refused
from crisis import permissions
from crisis.actions.extra_reviews import begin_extra_reviews, end_extra_reviews
from crisis.actions.goals import AlreadyPast, restore_goal
from crisis.actions.late_updates import hand_over_late_update, settle_late_update
from crisis.actions.lock import crisis_to_change
from crisis.actions.support_contacts import StillNeeded, add_contact
from crisis.actions.terms import restate
from crisis.actions.updates import tell_team
from crisis.models import Crisis
from crisis.queries.undoable_removals import removal_of
from crisis.verbs import Verb
from journal.actions import open_journal, record
from people.actions import notify
from people.identity import User
from people.queries.persons import names

FIXED_AFTER_DRAFT = ("kind", "scope")


class SetUp(TypedDict, total=False):
    """Values of the set-up; see the fields of `Crisis`."""

    title: str
    kind: str
    scope: str
    cause: str
    severity: str
    is_drill: bool
    lead_id: int | None
    deputy_id: int | None
    solution: str
    expectations: str
    training_hours: int | None
    duration: str
    shifts: str
    reward: str
    team_size: int
    review_factor: int
    answer_hours: int
    rest_days: int


class LeadIsDeputy(Refused):
    """Lead and deputy are the same person."""


class NothingToTell(Refused):
    """An update has neither a text nor a new time for the next one, or is a decision without a text."""


class NothingToUndo(Refused):
    """The removal was undone before, or the entry is not about a removal."""


@transaction.atomic
def open_crisis(*, actor: User, **details: Unpack[SetUp]) -> Crisis:
    """Open a crisis as a draft, with a journal of its own."""
    if not permissions.can_open_crisis(actor):
        raise PermissionDenied
    journal = open_journal(title=details["title"], is_drill=details.get("is_drill", False))
    crisis = Crisis(journal_id=journal.pk, opened_by_id=actor.person_id, opened_at=clock.now(), **details)
    _refuse_lead_as_deputy(crisis)
    crisis.save()
    record(
        crisis.journal,
        Verb.OPENED,
        actor=actor,
        subject=crisis,
        data={"kind": crisis.kind, "scope": crisis.scope, "severity": crisis.severity, "is_drill": crisis.is_drill},
        texts={"title": crisis.title, "cause": crisis.cause},
    )
    _record_leaders(actor, crisis, set(details))
    _record_solution(actor, crisis, set(details))
    return crisis


@transaction.atomic
def edit_crisis(*, actor: User, crisis: Crisis, **details: Unpack[SetUp]) -> Crisis:
    """Change the set-up. The terms get a new version if their content changes."""
    edited = crisis_to_change(actor, crisis)
    before = {name: getattr(edited, name) for name in details}
    for name, value in details.items():
        setattr(edited, name, value)
    changed = {name for name, value in before.items() if getattr(edited, name) != value}
    if not changed:
        return edited
    _refuse_contradictions(edited, changed)
    edited.save(update_fields=sorted(changed))
    if "review_factor" in changed and edited.state == Crisis.State.ACTIVE:
        end_extra_reviews(edited)
        begin_extra_reviews(edited)
    _record_leaders(actor, edited, changed)
    _record_solution(actor, edited, changed)
    if fields := sorted(changed - {"lead_id", "deputy_id", "solution"}):
        record(edited.journal, Verb.EDITED, actor=actor, subject=edited, data={"fields": fields})
    if changed & {"lead_id", "deputy_id"}:
        former = {before.get(post) for post in ("lead_id", "deputy_id")} - {edited.lead_id, edited.deputy_id}
        hand_over_late_update(edited, former=[person_id for person_id in former if person_id is not None])
    restate(edited, actor=actor)
    return edited


@transaction.atomic
def undo_removal(*, actor: User, crisis: Crisis, sequence: int) -> None:
    """Restore a support contact or goal, given by the number of the journal entry about its removal."""
    edited = crisis_to_change(actor, crisis)
    removal = removal_of(edited, sequence)
    if removal is None:
        raise NothingToUndo(_("This was already restored, or can't be restored. Add it again if you need it."))
    if removal.contact is not None:
        add_contact(actor=actor, crisis=edited, **removal.contact)
        return
    restore_goal(actor=actor, crisis=edited, values=removal.goal)


@transaction.atomic
def give_update(
    *, actor: User, crisis: Crisis, text: str = "", is_decision: bool = False, next_update_at: datetime | None
) -> Crisis:
    """Post an update or decision, and set the time of the next update. Either may be left out."""
    edited = crisis_to_change(actor, crisis)
    now = clock.now()
    if text and next_update_at == edited.next_update_at and next_update_at is not None and next_update_at <= now:
        # This is the update that was announced for that time.
        next_update_at = None
    sets_time = next_update_at != edited.next_update_at
    if not text and (is_decision or not sets_time):
        raise NothingToTell(
            _("Write what's new or what was decided. If you leave the text blank, change the time of the next update.")
        )
    if sets_time and next_update_at is not None and next_update_at <= now:
        raise AlreadyPast(_("This time has passed. Choose a later time, or leave it blank."))
    if text:
        verb = Verb.DECISION_TAKEN if is_decision else Verb.UPDATE_GIVEN
        entry = record(edited.journal, verb, actor=actor, subject=edited, texts={"text": text})
        tell_team(edited, actor=actor, sequence=entry.sequence, text=text)
    if sets_time:
        settle_late_update(edited)
        edited.next_update_at = next_update_at
        edited.save(update_fields=["next_update_at"])
        data = {"at": next_update_at.isoformat() if next_update_at else None}
        record(edited.journal, Verb.NEXT_UPDATE_SET, actor=actor, subject=edited, data=data)
    return edited


def _refuse_lead_as_deputy(crisis: Crisis) -> None:
    if crisis.lead_id is not None and crisis.lead_id == crisis.deputy_id:
        raise LeadIsDeputy(_("The lead and the deputy must be two different people."))


def _refuse_contradictions(crisis: Crisis, changed: set[str]) -> None:
    _refuse_lead_as_deputy(crisis)
    if "is_drill" in changed:
        raise StillNeeded(_("You can't change whether this is a drill. Open another crisis instead."))
    if crisis.state != Crisis.State.DRAFT:
        if crisis.lead_id is None or not crisis.solution:
            raise StillNeeded(
                _("An activated crisis needs a lead and a solution. You can change them, but you can't remove them.")
            )
        if changed & set(FIXED_AFTER_DRAFT):
            raise StillNeeded(_("You can't change the kind or scope once the crisis has been activated."))
    taken = crisis.members.filter(left_at=None).count()
    if crisis.team_size < taken:
        raise StillNeeded(
            ngettext(
                "%(taken)d person is already on the team. Choose a team size of at least %(taken)d, or release someone first.",
                "%(taken)d people are already on the team. Choose a team size of at least %(taken)d, or release someone first.",
                taken,
            )
            % {"taken": taken}
        )


def _record_leaders(actor: User, crisis: Crisis, changed: set[str]) -> None:
    if not changed & {"lead_id", "deputy_id"} or crisis.lead_id is None:
        return
    _tell_both_leaders(crisis)
    data = {"lead": crisis.lead_id, "deputy": crisis.deputy_id}
    known = names(person_id for person_id in data.values() if person_id is not None)
    texts = {f"{role}_name": known[person_id] if person_id else _("nobody yet") for role, person_id in data.items()}
    record(crisis.journal, Verb.LEADERS_NAMED, actor=actor, subject=crisis, data=data, texts=texts)


def _tell_both_leaders(crisis: Crisis) -> None:
    """Tell lead and deputy that both can see the candidates' figures from now on."""
    if crisis.lead_id is None or crisis.deputy_id is None:
        return
    pair = names([crisis.lead_id, crisis.deputy_id])
    as_lead = _("You're the lead for “%(title)s”. You and %(name)s can now see every candidate's figures.")
    as_deputy = _("You're the deputy for “%(title)s”. You and %(name)s can now see every candidate's figures.")
    for person_id, other_id, text in (
        (crisis.deputy_id, crisis.lead_id, as_deputy),
        (crisis.lead_id, crisis.deputy_id, as_lead),
    ):
        notify(
            person_id=person_id,
            key=f"crisis:{crisis.pk}:leaders:{crisis.lead_id}:{crisis.deputy_id}",
            text=text % {"title": crisis.title, "name": pair[other_id]},
            url=reverse("crisis:detail", args=[crisis.pk]),
            journal=crisis.journal,
        )


def _record_solution(actor: User, crisis: Crisis, changed: set[str]) -> None:
    if "solution" in changed and crisis.solution:
        record(crisis.journal, Verb.SOLUTION_STATED, actor=actor, subject=crisis, texts={"solution": crisis.solution})
