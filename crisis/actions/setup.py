"""Opening a crisis and saying what it is about, who runs it, what is promised and whom to turn to."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from crisis import permissions
from crisis.actions.extra_reviews import begin_extra_reviews, end_extra_reviews
from crisis.actions.lock import locked
from crisis.actions.terms import restate
from crisis.actions.updates import tell_team
from crisis.models import Crisis, Goal, SupportContact
from crisis.queries.removals import removal_of
from crisis.verbs import Verb
from journal.actions import open_journal, record
from people.actions import notify
from people.identity import User
from people.queries.organisation import reporting_zone
from people.queries.persons import names

FIXED_AFTER_DRAFT = ("kind", "scope")


class SetUp(TypedDict, total=False):
    """What can be said about a crisis; see the fields of `Crisis`."""

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
    team_size: int
    review_factor: int
    answer_hours: int
    rest_days: int


class CrisisIsOver(Refused):
    """A closed or cancelled crisis is a record and is not changed any more."""


class StillNeeded(Refused):
    """What a running crisis cannot be without, or what would contradict what has happened already."""


class LeadIsDeputy(Refused):
    """The deputy stands in for the lead, so they are two people."""


class NothingToTell(Refused):
    """An update has neither a text nor a new time for the next one, or is a decision without a text."""


class AlreadyPast(Refused):
    """The time or date has passed already."""


class NotMeasurable(Refused):
    """The target of a goal has no number, so that nobody could say whether it was reached."""


class NothingToUndo(Refused):
    """What was removed is back already, or the entry is not about a removal."""


class AlreadyContact(Refused):
    """The person is a support contact of this crisis already."""


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
    """Change what is said about a crisis. What invited people confirm gets a new version if it changes."""
    edited = _to_change(actor, crisis)
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
    restate(edited, actor=actor)
    return edited


@transaction.atomic
def add_contact(*, actor: User, crisis: Crisis, reach: str, person_id: int | None = None, name: str = "") -> SupportContact:
    """Add somebody to turn to when it gets hard: a colleague, or somebody named."""
    edited = _to_change(actor, crisis)
    if person_id is not None and edited.support_contacts.filter(person_id=person_id).exists():
        raise AlreadyContact(_("This person is a support contact already."))
    contact = SupportContact.objects.create(crisis=edited, person_id=person_id, name=name, reach=reach)
    record(edited.journal, Verb.CONTACT_ADDED, actor=actor, subject=contact, texts={"name": str(contact), "reach": reach})
    return contact


@transaction.atomic
def remove_contact(*, actor: User, contact: SupportContact) -> int:
    """Remove a support contact; a running crisis keeps at least one. Returns the number by which it can be undone."""
    edited = _to_change(actor, contact.crisis)
    if edited.state != Crisis.State.DRAFT and edited.support_contacts.count() == 1:
        raise StillNeeded(_("The team needs somebody to turn to. Add another support contact first, then remove this one."))
    texts = {"name": str(contact), "reach": contact.reach}
    data = {"person": contact.person_id}
    removed = record(edited.journal, Verb.CONTACT_REMOVED, actor=actor, subject=contact, data=data, texts=texts)
    contact.delete()
    return removed.sequence


@transaction.atomic
def set_goal(*, actor: User, crisis: Crisis, measure: str, target: str, due_on: date) -> Goal:
    """Set a goal: a measure, a target, a date."""
    edited = _to_change_goals(actor, crisis)
    if not any(character.isnumeric() for character in target):
        raise NotMeasurable(
            _("Add a number that shows whether the goal was reached: at least 85 %, under 2 hours, 0 complaints.")
        )
    if due_on < clock.now().astimezone(reporting_zone()).date():
        raise AlreadyPast(_("This date has passed. Choose today or a later date."))
    goal = Goal.objects.create(crisis=edited, measure=measure, target=target, due_on=due_on)
    _record_goal(edited, Verb.GOAL_SET, actor, goal)
    return goal


@transaction.atomic
def drop_goal(*, actor: User, goal: Goal) -> int:
    """Drop a goal. Returns the number by which it can be undone."""
    edited = _to_change_goals(actor, goal.crisis)
    dropped = _record_goal(edited, Verb.GOAL_DROPPED, actor, goal)
    goal.delete()
    return dropped


@transaction.atomic
def undo_removal(*, actor: User, crisis: Crisis, sequence: int) -> None:
    """Bring back a support contact or a goal as it was, named by the number of the journal's entry about its removal."""
    edited = _to_change(actor, crisis)
    removal = removal_of(edited, sequence)
    if removal is None:
        raise NothingToUndo(_("This is back already, or can't be brought back. Add it again if you need it."))
    if removal.contact is not None:
        add_contact(actor=actor, crisis=edited, **removal.contact)
        return
    # A goal whose date has passed meanwhile comes back too: it was set in time.
    goal = Goal.objects.create(crisis=_to_change_goals(actor, edited), **removal.goal)
    _record_goal(edited, Verb.GOAL_SET, actor, goal)


@transaction.atomic
def give_update(
    *, actor: User, crisis: Crisis, text: str = "", is_decision: bool = False, next_update_at: datetime | None
) -> Crisis:
    """Tell the team what is new or what was decided, and by when they will hear again. Either may be left out."""
    edited = _to_change(actor, crisis)
    sets_time = next_update_at != edited.next_update_at
    if not text and (is_decision or not sets_time):
        raise NothingToTell(
            _("Write what is new or what was decided. Without a text you can only change the next update's time.")
        )
    if sets_time and next_update_at is not None and next_update_at <= clock.now():
        raise AlreadyPast(_("This time has passed. Choose a later time, or leave it blank."))
    if text:
        verb = Verb.DECISION_TAKEN if is_decision else Verb.UPDATE_GIVEN
        entry = record(edited.journal, verb, actor=actor, subject=edited, texts={"text": text})
        tell_team(edited, actor=actor, sequence=entry.sequence, text=text)
    if sets_time:
        edited.next_update_at = next_update_at
        edited.save(update_fields=["next_update_at"])
        data = {"at": next_update_at.isoformat() if next_update_at else None}
        record(edited.journal, Verb.NEXT_UPDATE_SET, actor=actor, subject=edited, data=data)
    return edited


def _to_change(actor: User, crisis: Crisis) -> Crisis:
    edited = locked(crisis.pk)
    if not permissions.can_run(actor, edited):
        raise PermissionDenied
    if edited.is_finished:
        raise CrisisIsOver(_("This crisis is over, and what was done is not changed any more."))
    return edited


def _to_change_goals(actor: User, crisis: Crisis) -> Crisis:
    edited = _to_change(actor, crisis)
    if not edited.invites:
        raise CrisisIsOver(_("Goals are fixed once the crisis is resolved: now they are rated, in the protocol."))
    return edited


def _refuse_lead_as_deputy(crisis: Crisis) -> None:
    if crisis.lead_id is not None and crisis.lead_id == crisis.deputy_id:
        raise LeadIsDeputy(_("The deputy stands in for the lead. Choose two different people."))


def _refuse_contradictions(crisis: Crisis, changed: set[str]) -> None:
    _refuse_lead_as_deputy(crisis)
    if "is_drill" in changed:
        raise StillNeeded(_("Whether this is a drill can't be changed after it was opened. Open another crisis instead."))
    if crisis.state != Crisis.State.DRAFT:
        if crisis.lead_id is None or not crisis.solution:
            raise StillNeeded(_("A running crisis has a lead and a stated solution. Replace them, but do not leave them out."))
        if changed & set(FIXED_AFTER_DRAFT):
            raise StillNeeded(_("Kind and scope are fixed once the crisis has been activated."))
    taken = crisis.members.filter(left_at=None).count()
    if crisis.team_size < taken:
        raise StillNeeded(
            _("%(taken)d people are in the team already. Choose at least %(taken)d places, or release somebody first.")
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
    """Tell lead and deputy who else sees the candidates' figures: from now on both do."""
    if crisis.lead_id is None or crisis.deputy_id is None:
        return
    pair = names([crisis.lead_id, crisis.deputy_id])
    for person_id, other_id, role in (
        (crisis.deputy_id, crisis.lead_id, _("deputy")),
        (crisis.lead_id, crisis.deputy_id, _("lead")),
    ):
        notify(
            person_id=person_id,
            key=f"crisis:{crisis.pk}:leaders:{crisis.lead_id}:{crisis.deputy_id}",
            text=_("You are the %(role)s for “%(title)s”. %(name)s and you can now see every candidate's figures.")
            % {"role": role, "title": crisis.title, "name": pair[other_id]},
            url=reverse("crisis:detail", args=[crisis.pk]),
            journal=crisis.journal,
        )


def _record_solution(actor: User, crisis: Crisis, changed: set[str]) -> None:
    if "solution" in changed and crisis.solution:
        record(crisis.journal, Verb.SOLUTION_STATED, actor=actor, subject=crisis, texts={"solution": crisis.solution})


def _record_goal(crisis: Crisis, verb: Verb, actor: User, goal: Goal) -> int:
    texts = {"measure": goal.measure, "target": goal.target}
    return record(
        crisis.journal, verb, actor=actor, subject=goal, data={"due_on": goal.due_on.isoformat()}, texts=texts
    ).sequence
