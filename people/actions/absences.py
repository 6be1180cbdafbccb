"""Leave of people."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.refusals import Refused
from journal.actions import house_journal, record
from people import permissions
from people.actions.locks import locked_person
from people.models import Leave, Person, User
from people.verbs import Verb


class LeaveOverlaps(Refused):
    """The person already has leave on some of the days."""


@transaction.atomic
def enter_leave(*, actor: User | None, person: Person, first_on: date, last_on: date) -> Leave:
    """Add leave from the first to the last day, both included."""
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    locked = locked_person(person)
    other = Leave.objects.filter(person=locked, first_on__lte=last_on, last_on__gte=first_on).first()
    if other is not None:
        days = {"name": locked, "first": date_format(other.first_on), "last": date_format(other.last_on)}
        raise LeaveOverlaps(_("%(name)s already has leave from %(first)s to %(last)s. Cancel that leave first.") % days)
    leave = Leave.objects.create(person=locked, first_on=first_on, last_on=last_on)
    record(house_journal(), Verb.LEAVE_ENTERED, actor=actor, subject=locked, data=_days(leave))
    return leave


@transaction.atomic
def cancel_leave(*, actor: User | None, leave: Leave) -> None:
    """Delete leave. Does nothing if it is already deleted."""
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    locked = Leave.objects.select_for_update(of=("self",)).select_related("person").filter(pk=leave.pk).first()
    if locked is not None:
        data = _days(locked)
        locked.delete()
        record(house_journal(), Verb.LEAVE_CANCELLED, actor=actor, subject=locked.person, data=data)


def _days(leave: Leave) -> dict[str, str]:
    return {"first_on": leave.first_on.isoformat(), "last_on": leave.last_on.isoformat()}
