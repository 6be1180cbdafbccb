"""Times on the line: members switch themselves on and off, and whatever is left open is ended."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, F, QuerySet, Value, When
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from crisis.actions.lock import locked
from crisis.models import Crisis, LineShift
from crisis.models.staffing import LONGEST_ON_LINE
from crisis.queries.training import ready_members
from people.identity import User


class LineClosed(Refused):
    """The crisis is not active, so nobody is on its line."""


class NotTrained(Refused):
    """The person has not finished their refresher training."""


@transaction.atomic
def go_on_line(*, actor: User, crisis: Crisis) -> LineShift:
    """Switch oneself on. People who are on the line already stay there since the earlier time."""
    served = _serving(actor, crisis)
    if served.state != Crisis.State.ACTIVE:
        raise LineClosed(_("You can only go on the line while the crisis is active."))
    ready = ready_members(served)
    if ready is not None and actor.person_id not in ready:
        raise NotTrained(_("Finish your refresher training first. Then you can go on the line."))
    already = served.line_shifts.filter(person_id=actor.person_id, ends_at=None).first()
    if already is not None:
        return already
    return LineShift.objects.create(crisis=served, person_id=actor.person_id, starts_at=clock.now(), is_drill=served.is_drill)


@transaction.atomic
def go_off_line(*, actor: User, crisis: Crisis) -> None:
    """Switch oneself off. Does nothing for people who are off the line."""
    served = _serving(actor, crisis)
    leave_the_line(served.line_shifts.filter(person_id=actor.person_id), clock.now())


@transaction.atomic
def end_forgotten_line_shifts() -> int:
    """End the times that are open for too long, and return their number. Part of the tick."""
    now = clock.now()
    return leave_the_line(LineShift.objects.filter(starts_at__lt=now - LONGEST_ON_LINE), now)


def leave_the_line(shifts: QuerySet[LineShift], now: datetime) -> int:
    """End those of these times that are open, and return their number. A time that is too long ends when it got too long, and
    waits for a correction.
    """
    is_forgotten, last = {"starts_at__lt": now - LONGEST_ON_LINE}, F("starts_at") + LONGEST_ON_LINE
    open_ = shifts.filter(ends_at=None)
    # On and off at the same moment is no time on the line.
    open_.filter(starts_at__gte=now).delete()
    return open_.update(
        ends_at=Case(When(**is_forgotten, then=last), default=Value(now)),
        is_unchecked=Case(When(**is_forgotten, then=Value(True)), default=Value(False)),
    )


def _serving(actor: User, crisis: Crisis) -> Crisis:
    """The locked crisis, if the actor is on its team."""
    served = locked(crisis.pk)
    if not served.members.filter(person_id=actor.person_id, left_at=None).exists():
        raise PermissionDenied
    return served
