"""Requests for help: the support contact, the lead and the deputy are called at once, then backups, then supervisors.

The journal has no entry about them, because asking for help must never count against anyone (docs/adr/0040).
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock, tick
from core.refusals import Refused
from crisis.actions.lock import locked
from crisis.escalation import CALLED_AFTER, HelpLevel, is_over, levels_due
from crisis.lifecycle import HELP_LIFECYCLE, HelpStep
from crisis.models import Crisis, HelpCall, HelpRequest
from crisis.queries.help_requests import help_to_escalate, people_to_call
from crisis.queries.team import is_member
from people.actions import forget_messages, notify, notify_all, settle_all
from people.identity import User
from people.queries.persons import names

# Per tick. The next tick continues.
BATCH = 50


class NoHelpHere(Refused):
    """The crisis is over, so nobody is called any more."""


@transaction.atomic
def ask_for_help(*, actor: User, crisis: Crisis, note: str = "") -> tuple[HelpRequest, bool]:
    """Ask for help as a team member, and call people at once. Returns the request, and whether it is new.

    Who asks twice gets the unfinished request. A new note replaces the earlier one.
    """
    asked_in = locked(crisis.pk)
    if not is_member(actor, asked_in):
        raise PermissionDenied
    if not asked_in.invites:
        raise NoHelpHere(_("This crisis is over. Call your team leader instead."))
    unfinished = HelpRequest.objects.unfinished().filter(crisis=asked_in, person=actor.person_id).first()
    if unfinished is not None:
        if note and note != unfinished.note:
            unfinished.note = note
            unfinished.save(update_fields=["note"])
        return unfinished, False
    now = clock.now()
    request = HelpRequest.objects.create(crisis=asked_in, person_id=actor.person_id, note=note, asked_at=now)
    _call(asked_in, request, now)
    tick.run_soon()
    return request, True


@transaction.atomic
def answer_help(*, actor: User, request: HelpRequest) -> HelpRequest:
    """Answer a request: the actor is on it. The others needn't come any more."""
    answered = _to_change(actor, request)
    if answered.person_id == actor.person_id:
        raise PermissionDenied
    HELP_LIFECYCLE.move(answered, HelpStep.ANSWER)
    answered.answered_by_id, answered.answered_at = actor.person_id, clock.now()
    answered.save(update_fields=["state", "answered_by", "answered_at"])
    _settle(answered)
    notify(
        person_id=answered.person_id,
        key=f"help:{answered.pk}:answered",
        text=_("%(name)s is on it: help is coming.") % {"name": names([actor.person_id])[actor.person_id]},
        url=reverse("crisis:help_request", args=[answered.pk]),
        journal=answered.crisis.journal,
    )
    return answered


@transaction.atomic
def close_help(*, actor: User, request: HelpRequest) -> HelpRequest:
    """Close a request because the person has been helped. Open to the person and to everyone who was called."""
    return _end(_to_change(actor, request), HelpStep.CLOSE)


@transaction.atomic
def cancel_help(*, actor: User, request: HelpRequest) -> HelpRequest:
    """Cancel one's own request because help is no longer needed."""
    cancelled = _to_change(actor, request)
    if cancelled.person_id != actor.person_id:
        raise PermissionDenied
    return _end(cancelled, HelpStep.CANCEL)


@transaction.atomic
def escalate_help_requests() -> int:
    """Call everyone who should know by now of a request without an answer, and return the number of people. Part of the tick.

    A crisis that is locked by another transaction is left for the next tick.
    """
    now = clock.now()
    waiting = set(help_to_escalate(now).values_list("crisis", flat=True)[:BATCH])
    held = Crisis.objects.select_for_update(skip_locked=True).filter(pk__in=waiting).order_by("pk")
    # Requests are read after the lock, because an answer may have come since.
    return sum(_call(crisis, request, now) for crisis in held for request in help_to_escalate(now).filter(crisis=crisis))


def end_help_of(crisis: Crisis, *, person_id: int | None = None) -> None:
    """Cancel unfinished requests: of a person who leaves the team, or of everyone when it is dissolved. The caller holds the
    crisis's row.
    """
    unfinished = HelpRequest.objects.unfinished().filter(crisis=crisis)
    for request in unfinished if person_id is None else unfinished.filter(person=person_id):
        _end(request, HelpStep.CANCEL)


def forget_help(crisis: Crisis) -> None:
    """Delete all requests of a crisis that is closed or cancelled, with all messages about them. The caller holds the crisis's
    row.
    """
    forget_messages(subjects={f"help:{pk}" for pk in crisis.help_requests.values_list("pk", flat=True)})
    crisis.help_requests.all().delete()


def _to_change(actor: User, request: HelpRequest) -> HelpRequest:
    locked(request.crisis_id)
    found = HelpRequest.objects.visible_to(actor).select_related("crisis__journal").filter(pk=request.pk).first()
    if found is None:
        raise PermissionDenied
    return found


def _end(request: HelpRequest, step: HelpStep) -> HelpRequest:
    HELP_LIFECYCLE.move(request, step)
    request.ended_at = clock.now()
    request.save(update_fields=["state", "ended_at"])
    _settle(request)
    return request


def _call(crisis: Crisis, request: HelpRequest, now: datetime) -> int:
    """Call everyone who should know by now and doesn't, and return their number. The caller holds the crisis's row."""
    people = people_to_call(crisis, request.person_id, now)
    called = set(request.calls.values_list("person_id", flat=True))
    before = len(called)
    for level in levels_due(HelpLevel, CALLED_AFTER, request.asked_at, now, people):
        # Also on earlier levels, because people may have come to them in the meantime.
        _call_level(crisis, request, level, people[level] - called, now)
        called |= people[level]
    if is_over(CALLED_AFTER, request.asked_at, now):
        request.is_escalated = True
        request.save(update_fields=["is_escalated"])
    return len(called) - before


def _call_level(crisis: Crisis, request: HelpRequest, level: HelpLevel, person_ids: set[int], now: datetime) -> None:
    HelpCall.objects.bulk_create(
        HelpCall(request=request, person_id=one, level=level, called_at=now) for one in sorted(person_ids)
    )
    # Without a name: e-mails stay longer than the request.
    text = _("A colleague on the team for “%(title)s” needs help now. Open this to see who, and say that you're on it.")
    notify_all(
        person_ids=person_ids,
        key=f"help:{request.pk}:{level}",
        text=text % {"title": crisis.title},
        url=reverse("crisis:help_request", args=[request.pk]),
        journal=crisis.journal,
    )


def _settle(request: HelpRequest) -> None:
    called = list(request.calls.values_list("person_id", flat=True))
    settle_all(person_ids=called, keys=[f"help:{request.pk}:{level}" for level in HelpLevel])
