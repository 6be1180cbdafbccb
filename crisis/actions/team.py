"""Leaving the team: withdrawing, release, and the end of the crisis. Callers hold the crisis's row."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from crisis import permissions
from crisis.actions.consents import mark_left
from crisis.actions.extra_reviews import follow_team
from crisis.actions.help_requests import end_help_of
from crisis.actions.line import leave_the_line
from crisis.actions.lock import locked
from crisis.lifecycle import INVITATION_LIFECYCLE, InvitationStep
from crisis.models import Consent, Crisis, Invitation
from crisis.queries.unavailable_people import serving_in_earnest
from crisis.verbs import Verb
from journal.actions import record
from people.actions import notify
from people.identity import User

State = Invitation.State


class NotInTheTeam(Refused):
    """The person is not on the team."""


@transaction.atomic
def withdraw(*, actor: User, invitation: Invitation, reason: str = "") -> Invitation:
    """Leave the team. The reason is optional."""
    if invitation.person_id != actor.person_id:
        raise PermissionDenied
    return _leave(locked(invitation.crisis_id), actor.person_id, InvitationStep.WITHDRAW, reason=reason)


def yield_to_real_crises(drill: Crisis) -> int:
    """Release members of a drill's team who have joined a real crisis, and return their number. The caller holds the drill's
    row. Part of the tick, so that joining a real crisis never waits for a drill.
    """
    team = drill.invitations.filter(state=State.ACCEPTED).values_list("person_id", flat=True)
    needed = sorted(serving_in_earnest(team))
    for person_id in needed:
        invitation = _leave(drill, person_id, InvitationStep.RELEASE)
        text = _("You joined the team of a real crisis, so you've left the team for “%(title)s”.")
        _tell_the_released(drill, invitation, text % {"title": drill.title})
    return len(needed)


@transaction.atomic
def release(*, actor: User, crisis: Crisis, person_id: int, message: str = "") -> Invitation:
    """Release a team member. Lead and deputy only. The optional message is for the person alone, on their page."""
    left = locked(crisis.pk)
    if not permissions.leads_crisis(actor, left):
        raise PermissionDenied
    invitation = _leave(left, person_id, InvitationStep.RELEASE, farewell=message)
    text = (
        _("You've been released from the team for “%(title)s”. Thank you for your work. There's a message for you.")
        if message
        else _("You've been released from the team for “%(title)s”. Thank you for your work.")
    )
    _tell_the_released(left, invitation, text % {"title": left.title})
    return invitation


def _tell_the_released(crisis: Crisis, invitation: Invitation, text: str) -> None:
    assert invitation.ended_at is not None  # noqa: S101 - the person has just left
    notify(
        person_id=invitation.person_id,
        # A person can be released again after coming back.
        key=f"invitation:{invitation.pk}:released:{invitation.ended_at.timestamp():.0f}",
        text=text,
        url=reverse("crisis:invitation", args=[invitation.pk]),
        journal=crisis.journal,
    )


def end_membership(crisis: Crisis, person_id: int, now: datetime) -> None:
    """End one person's membership, and their time on the line."""
    crisis.members.filter(person_id=person_id, left_at=None).update(left_at=now)
    leave_the_line(crisis.line_shifts.filter(person_id=person_id), now)


def dissolve_team(crisis: Crisis, now: datetime) -> int:
    """End all memberships, open invitations, times on the line and requests for help. Returns the size of the team."""
    leave_the_line(crisis.line_shifts.all(), now)
    end_help_of(crisis)
    INVITATION_LIFECYCLE.move_all(crisis.invitations.all(), InvitationStep.END, ended_at=now)
    INVITATION_LIFECYCLE.move_all(crisis.invitations.all(), InvitationStep.SERVE, ended_at=now)
    return crisis.members.filter(left_at=None).update(left_at=now)


def _leave(crisis: Crisis, person_id: int, step: InvitationStep, *, reason: str = "", farewell: str = "") -> Invitation:
    invitation = crisis.invitations.filter(person_id=person_id, state=State.ACCEPTED).first()
    if invitation is None:
        raise NotInTheTeam(_("This person isn't on the team. They may have left already."))
    now = clock.now()
    INVITATION_LIFECYCLE.move(invitation, step)
    invitation.ended_at, invitation.reason, invitation.farewell = now, reason, farewell
    invitation.save(update_fields=["state", "ended_at", "reason", "farewell"])
    mark_left(crisis, person_id, Consent.Left.WITHDREW if step == InvitationStep.WITHDRAW else Consent.Left.RELEASED)
    end_membership(crisis, person_id, now)
    end_help_of(crisis, person_id=person_id)
    follow_team(crisis)
    data = {"taken": crisis.members.filter(left_at=None).count(), "team_size": crisis.team_size}
    # The entry does not tell who left, or whether they withdrew or were released.
    record(crisis.journal, Verb.PLACE_FREED, actor=None, subject=crisis, data=data)
    return invitation
