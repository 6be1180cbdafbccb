"""Coming back to a team: the person who left asks, the lead invites them again. Nobody else hears of either."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from crisis import permissions
from crisis.actions.invitations import refuse_unless_inviting, tell_the_invited
from crisis.actions.lock import locked
from crisis.actions.terms import state_terms
from crisis.lifecycle import INVITATION_LIFECYCLE, InvitationStep
from crisis.models import Crisis, Invitation
from crisis.queries.unavailable_people import SENTENCES, unavailable
from crisis.verbs import Verb
from journal.actions import record
from people.actions import notify_all
from people.identity import User
from people.queries.working_hours import working_hours
from people.working_hours import after_working_time

OPENED_AGAIN = (
    "state",
    "reason",
    "farewell",
    "wants_back_at",
    "terms",
    "answered_at",
    "ended_at",
    "confirms_solution",
    "confirms_training",
    "confirms_timing",
    "invited_at",
    "told_at",
    "reminders_sent",
    "deadline_at",
)


class CannotComeBack(Refused):
    """The person isn't a former member of this round, hasn't asked to come back, isn't available, or no spot is open."""


@transaction.atomic
def ask_to_come_back(*, actor: User, invitation: Invitation) -> Invitation:
    """Tell lead and deputy that the person who left would like to come back. Asking again changes nothing."""
    if invitation.person_id != actor.person_id:
        raise PermissionDenied
    crisis = locked(invitation.crisis_id)
    refuse_unless_inviting(crisis)
    former = Invitation.objects.former().filter(pk=invitation.pk).first()
    if former is None:
        raise CannotComeBack(_("You're on the team or you have a new invitation already. Reload the page."))
    if former.wants_back_at is not None:
        return former
    former.wants_back_at = clock.now()
    former.save(update_fields=["wants_back_at"])
    _tell_the_leaders(crisis, former)
    return former


@transaction.atomic
def invite_again(*, actor: User, crisis: Crisis, invitation_id: int) -> Invitation:
    """Open the invitation of a person who asked to come back, with a new deadline, while a spot is open. It is the same
    invitation, so that nobody is invited twice in a round. Lead and deputy only.
    """
    inviting = locked(crisis.pk)
    if not permissions.leads_crisis(actor, inviting):
        raise PermissionDenied
    asking = asking_to_come_back(inviting, invitation_id)
    state_terms(inviting, actor=actor)
    _open_again(inviting, asking)
    record(inviting.journal, Verb.INVITED, actor=actor, subject=inviting, data={"count": 1})
    return asking


def asking_to_come_back(crisis: Crisis, invitation_id: int) -> Invitation:
    """The invitation of a person who can be invited again now. Refused for everyone else, and without an open spot."""
    refuse_unless_inviting(crisis)
    asking = Invitation.objects.former().filter(crisis=crisis, pk=invitation_id, wants_back_at__isnull=False).first()
    if asking is None:
        raise CannotComeBack(_("This person hasn't asked to come back, or was invited already."))
    _refuse_without_open_spot(crisis)
    if (reason := unavailable(crisis).get(asking.person_id)) is not None:
        raise CannotComeBack(_("This person isn't available now: %(reason)s.") % {"reason": SENTENCES[reason]})
    return asking


def _refuse_without_open_spot(crisis: Crisis) -> None:
    if crisis.members.filter(left_at=None).count() >= crisis.team_size:
        raise CannotComeBack(_("All spots are filled. You can invite this person again when a spot opens up."))


def _open_again(crisis: Crisis, invitation: Invitation) -> None:
    hours, now = working_hours([invitation.person_id])[invitation.person_id], clock.now()
    INVITATION_LIFECYCLE.move(invitation, InvitationStep.INVITE_AGAIN)
    # Nothing is kept of how the person left. Their consent has its own record.
    invitation.reason, invitation.farewell, invitation.wants_back_at = "", "", None
    invitation.terms, invitation.answered_at, invitation.ended_at = None, None, None
    invitation.confirms_solution = invitation.confirms_training = invitation.confirms_timing = False
    invitation.invited_at, invitation.told_at, invitation.reminders_sent = now, None, 0
    invitation.deadline_at = after_working_time(now, timedelta(hours=crisis.answer_hours), hours)
    invitation.save(update_fields=OPENED_AGAIN)
    tell_the_invited(crisis, invitation, hours, now)


def _tell_the_leaders(crisis: Crisis, invitation: Invitation) -> None:
    assert invitation.wants_back_at is not None  # noqa: S101 - the person has just asked
    notify_all(
        person_ids={each for each in (crisis.lead_id, crisis.deputy_id) if each is not None},
        key=f"invitation:{invitation.pk}:wants-back:{invitation.wants_back_at.timestamp():.0f}",
        # Without a name: it is on the page, for as long as it may be known.
        text=_("Someone who left the team for “%(title)s” would like to come back.") % {"title": crisis.title},
        url=reverse("crisis:buy_in", args=[crisis.pk]),
        journal=crisis.journal,
    )
