"""Programmes: starting, ending and members; and the weekly capacity of reviewers."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.refusals import Refused
from journal.actions import house_journal, record
from people.identity import User
from people.queries.organisation import reporting_zone
from quality import permissions
from quality.actions.scorecards import scorecard_in_use
from quality.actions.slots import cancel_unstarted, keep_up, plan
from quality.models import Programme, ProgrammeMember, ReviewerCapacity, Slot
from quality.verbs import Verb

if TYPE_CHECKING:
    from journal.models import Journal


class BaselineExists(Refused):
    """A baseline with another cadence is running. It has to be ended first."""


class ProgrammeOver(Refused):
    """The programme has ended and can't take new members."""


@transaction.atomic
def ensure_baseline(*, actor: User | None, cadence: int = 1, at: datetime | None = None) -> Programme:
    """The baseline: `cadence` reviews a week of everyone who serves customers, from `at` (now) on.

    Returns the running baseline if it has this cadence. The tick adds and removes staff later.
    """
    _may_manage(actor)
    journal = house_journal()
    running = Programme.objects.select_for_update().filter(kind=Programme.Kind.BASELINE, ends_at=None).first()
    if running is not None:
        if running.cadence != cadence:
            raise BaselineExists(
                ngettext(
                    "The baseline is running with %(cadence)s review a week. End it before you start another one.",
                    "The baseline is running with %(cadence)s reviews a week. End it before you start another one.",
                    running.cadence,
                )
                % {"cadence": running.cadence}
            )
        return running
    baseline = _create(Programme.Kind.BASELINE, journal=journal, cadence=cadence, at=at)
    keep_up(baseline, now=clock.now(), zone=reporting_zone())
    data = {"cadence": cadence, "members": baseline.members.count()}
    record(journal, Verb.BASELINE_OPENED, actor=actor, subject=baseline, data=data, occurred_at=baseline.starts_at)
    return baseline


@transaction.atomic
def open_programme(
    *, actor: User | None, journal: "Journal", cadence: int, person_ids: Iterable[int], at: datetime | None = None
) -> Programme:
    """Start extra reviews for a case: `cadence` a week for each of these people."""
    _may_manage(actor)
    programme = _create(Programme.Kind.EXTRA, journal=journal, cadence=cadence, at=at)
    members = [
        ProgrammeMember(programme=programme, person_id=person_id, joined_at=programme.starts_at)
        for person_id in sorted(set(person_ids))
    ]
    ProgrammeMember.objects.bulk_create(members)
    data = {"cadence": cadence, "members": len(members)}
    record(journal, Verb.PROGRAMME_OPENED, actor=actor, subject=programme, data=data, occurred_at=programme.starts_at)
    return programme


@transaction.atomic
def set_members(*, actor: User | None, programme: Programme, person_ids: Iterable[int], at: datetime | None = None) -> None:
    """Make exactly these people the programme's members from `at` (now) on."""
    _may_manage(actor)
    locked, now = _locked(programme)
    wanted = set(person_ids)
    current = {member.person_id: member for member in locked.members.filter(left_at=None)}
    joining, leaving = wanted - current.keys(), current.keys() - wanted
    if not joining and not leaving:
        return
    if locked.ends_at is not None:
        raise ProgrammeOver(_("This review programme has ended. Start a new one to add people."))
    moment = at or now
    for person_id in leaving:
        current[person_id].left_at = max(moment, current[person_id].joined_at)
    ProgrammeMember.objects.bulk_update([current[person_id] for person_id in leaving], ["left_at"])
    joined = ProgrammeMember.objects.bulk_create(
        ProgrammeMember(programme=locked, person_id=person_id, joined_at=max(moment, locked.starts_at))
        for person_id in sorted(joining)
    )
    # Slots that opened before a person left are recorded as cancelled, even if the tick is late.
    plan(locked, until=now, zone=reporting_zone(), joined=joined)
    cancel_unstarted(Slot.objects.filter(programme=locked))
    data = {"joined": len(joining), "left": len(leaving)}
    record(locked.journal, Verb.MEMBERS_CHANGED, actor=actor, subject=locked, data=data, occurred_at=moment)


@transaction.atomic
def join_programme(*, actor: User | None, programme: Programme, person_id: int, at: datetime | None = None) -> None:
    """Add this person to the programme from `at` (now) on. Idempotent."""
    locked, _now = _locked(programme)
    set_members(actor=actor, programme=locked, person_ids={*_present(locked), person_id}, at=at)


@transaction.atomic
def leave_programme(*, actor: User | None, programme: Programme, person_id: int, at: datetime | None = None) -> None:
    """Remove this person from the programme from `at` (now) on. Started reviews can be finished, the others are cancelled."""
    locked, _now = _locked(programme)
    set_members(actor=actor, programme=locked, person_ids=_present(locked) - {person_id}, at=at)


@transaction.atomic
def end_programme(*, actor: User | None, programme: Programme) -> Programme:
    """End the programme now. Reviews that aren't started are cancelled in this transaction, started ones can be finished."""
    _may_manage(actor)
    locked, now = _locked(programme)
    if locked.ends_at is not None:
        return locked
    locked.ends_at = max(now, locked.starts_at)
    locked.save(update_fields=["ends_at"])
    plan(locked, until=now, zone=reporting_zone())
    cancel_unstarted(Slot.objects.filter(programme=locked))
    states = list(locked.slots.values_list("state", flat=True))
    data = {"done": states.count(Slot.State.DONE), "cancelled": states.count(Slot.State.CANCELLED), "planned": len(states)}
    record(locked.journal, Verb.PROGRAMME_ENDED, actor=actor, subject=locked, data=data)
    return locked


@transaction.atomic
def set_capacity(*, actor: User | None, person_id: int, reviews_per_week: int) -> ReviewerCapacity:
    """Set how many reviews a reviewer can make in a week."""
    _may_manage(actor)
    capacity, _created = ReviewerCapacity.objects.update_or_create(
        person_id=person_id, defaults={"reviews_per_week": reviews_per_week}
    )
    data = {"reviews_per_week": reviews_per_week, "person": person_id}
    record(house_journal(), Verb.CAPACITY_SET, actor=actor, subject=capacity, data=data)
    return capacity


def _create(kind: Programme.Kind, *, journal: "Journal", cadence: int, at: datetime | None) -> Programme:
    return Programme.objects.create(
        kind=kind, journal=journal, scorecard=scorecard_in_use(), cadence=cadence, starts_at=at or clock.now()
    )


def _may_manage(actor: User | None) -> None:
    if actor is not None and not permissions.can_manage_programmes(actor):
        raise PermissionDenied


def _locked(programme: Programme) -> tuple[Programme, datetime]:
    locked = Programme.objects.select_for_update(of=("self",)).select_related("journal").get(pk=programme.pk)
    return locked, clock.now()


def _present(programme: Programme) -> set[int]:
    return set(programme.members.filter(left_at=None).values_list("person_id", flat=True))
