"""Due work on invitations: messages, reminders, expiry, and the next people from the reserve list. Part of the tick."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from crisis.actions.invitations import fill_places, tell_the_invited
from crisis.actions.team import yield_to_real_crises
from crisis.lifecycle import INVITATION_LIFECYCLE, InvitationStep
from crisis.models import Crisis, Invitation
from crisis.reminders import reminder_moments
from people.actions import notify
from people.queries.working_hours import working_hours
from people.working_hours import WorkingHours, is_working_moment


@transaction.atomic
def keep_up_invitations() -> int:
    """Bring the invitations of all crises up to date, and return the number of changed rows.

    A crisis that is locked by another transaction is left for the next tick.
    """
    inviting = [Crisis.State.DRAFT, Crisis.State.ACTIVE]
    crises = Crisis.objects.filter(state__in=inviting, invitations__isnull=False).order_by("pk").values("pk")
    held = Crisis.objects.select_for_update(skip_locked=True).filter(pk__in=crises).order_by("pk")
    return sum(_keep_up(crisis) for crisis in held)


def _keep_up(crisis: Crisis) -> int:
    now = clock.now()
    overdue = crisis.invitations.open().filter(deadline_at__lte=now)
    expired = INVITATION_LIFECYCLE.move_all(overdue, InvitationStep.EXPIRE, ended_at=now)
    yielded = yield_to_real_crises(crisis) if crisis.is_drill else 0
    # The reserve list moves up only after the lead has sent the first invitations of a round.
    has_begun = crisis.invitations.filter(round=crisis.round).exists()
    invited = fill_places(crisis, actor=None) if has_begun else 0
    return expired + yielded + invited + _remind(crisis, now)


def _remind(crisis: Crisis, now: datetime) -> int:
    waiting = list(crisis.invitations.open())
    hours = working_hours(invitation.person_id for invitation in waiting)
    return sum(
        tell_the_invited(crisis, invitation, hours[invitation.person_id], now)
        or _remind_one(crisis, invitation, hours[invitation.person_id], now)
        for invitation in waiting
    )


def _remind_one(crisis: Crisis, invitation: Invitation, hours: WorkingHours, now: datetime) -> bool:
    """Send a reminder if one is due and the person is at work. Several missed ones become one."""
    due = sum(moment <= now for moment in reminder_moments(invitation.invited_at, invitation.deadline_at, hours))
    if due <= invitation.reminders_sent or not is_working_moment(now, hours):
        return False
    notify(
        person_id=invitation.person_id,
        key=f"invitation:{invitation.pk}:reminder:{due}:{invitation.deadline_at.timestamp():.0f}",
        text=_("Reminder: please reply to your invitation to the team for “%(title)s”. It's fine to say no.")
        % {"title": crisis.title},
        url=reverse("crisis:invitation", args=[invitation.pk]),
        journal=crisis.journal,
    )
    invitation.reminders_sent = due
    invitation.save(update_fields=["reminders_sent"])
    return True
