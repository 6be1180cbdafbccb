"""Corrections of hours on the line, with a reason. The journal has the times before and after."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from crisis import permissions
from crisis.actions.lock import locked
from crisis.models import Crisis, LineShift
from crisis.models.staffing import LONGEST_LINE_SHIFT
from crisis.verbs import Verb
from journal.actions import record
from people.identity import User

# People enter whole minutes.
MINUTE = timedelta(minutes=1)

Times = tuple[datetime, datetime]


class ImpossibleHours(Refused):
    """Nobody can have been on the line at these times."""


@transaction.atomic
def correct_hours(
    *, actor: User, crisis: Crisis, shift_id: int, starts_at: datetime, ends_at: datetime, reason: str
) -> LineShift:
    """Correct a time on the line. An open one ends with it. One that ended automatically may also be confirmed as it is."""
    corrected = locked(crisis.pk)
    shift = corrected.line_shifts.get(pk=shift_id)
    _check(actor, corrected, shift.person_id, (starts_at, ends_at), shift_id)
    if (starts_at, ends_at) == (shift.starts_at, shift.ends_at) and not shift.is_unchecked:
        raise ImpossibleHours(_("Change the start or the end before you save."))
    before = {"was_from_at": shift.starts_at.isoformat()}
    if shift.ends_at is not None:
        before["was_to_at"] = shift.ends_at.isoformat()
    shift.starts_at, shift.ends_at, shift.is_unchecked = starts_at, ends_at, False
    shift.save(update_fields=["starts_at", "ends_at", "is_unchecked"])
    _record(actor, Verb.HOURS_CORRECTED, shift, reason, before)
    return shift


@transaction.atomic
def add_hours(*, actor: User, crisis: Crisis, person_id: int, starts_at: datetime, ends_at: datetime, reason: str) -> LineShift:
    """Add a time for which the person forgot to switch themselves on."""
    corrected = locked(crisis.pk)
    _check(actor, corrected, person_id, (starts_at, ends_at))
    shift = LineShift.objects.create(
        crisis=corrected, person_id=person_id, starts_at=starts_at, ends_at=ends_at, is_drill=corrected.is_drill
    )
    _record(actor, Verb.HOURS_ADDED, shift, reason, {})
    return shift


def _check(actor: User, crisis: Crisis, person_id: int, times: Times, shift_id: int | None = None) -> None:
    """Refuse other people, and times at which the person can't have been on the line."""
    starts_at, ends_at = times
    if not permissions.can_correct_hours(actor, crisis, person_id):
        raise PermissionDenied
    if ends_at <= starts_at:
        raise ImpossibleHours(_("The end must be after the start."))
    if ends_at - starts_at > LONGEST_LINE_SHIFT:
        raise ImpossibleHours(_("These are more than 24 hours. Enter each day separately."))
    if ends_at > clock.now():
        raise ImpossibleHours(_("The end is in the future. Enter hours that have passed."))
    if crisis.activated_at is None or starts_at <= crisis.activated_at - MINUTE:
        raise ImpossibleHours(_("The crisis wasn't active yet at that time."))
    served = Q(joined_at__lt=starts_at + MINUTE) & (Q(left_at=None) | Q(left_at__gte=ends_at))
    if not crisis.members.filter(served, person_id=person_id).exists():
        raise ImpossibleHours(_("This person wasn't on the team for all of that time."))
    theirs = LineShift.objects.filter(person_id=person_id, starts_at__lt=ends_at)
    theirs = theirs if shift_id is None else theirs.exclude(pk=shift_id)
    theirs = theirs.filter(crisis=crisis) if crisis.is_drill else theirs.filter(Q(crisis=crisis) | Q(is_drill=False))
    if theirs.filter(Q(ends_at=None) | Q(ends_at__gt=starts_at)).exists():
        raise ImpossibleHours(_("This overlaps with other hours on the line. Correct those first."))


def _record(actor: User, verb: Verb, shift: LineShift, reason: str, before: Mapping[str, str]) -> None:
    assert shift.ends_at is not None  # noqa: S101 - corrected times are never open
    data = {
        **before,
        "person": shift.person_id,
        "from_at": shift.starts_at.isoformat(),
        "to_at": shift.ends_at.isoformat(),
    }
    record(shift.crisis.journal, verb, actor=actor, subject=shift, data=data, texts={"reason": reason})
