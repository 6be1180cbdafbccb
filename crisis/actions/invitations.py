"""Invitations: the first ones, and further ones from the reserve list until the team is full."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.moments import moment_in
from core.refusals import Refused
from crisis import permissions, selection_registry
from crisis.actions.consents import forget_how_people_left
from crisis.actions.lock import locked
from crisis.actions.terms import state_terms
from crisis.lifecycle import INVITATION_LIFECYCLE, InvitationStep
from crisis.models import Crisis, Invitation
from crisis.reminders import reminder_moments
from crisis.verbs import Verb
from journal.actions import record
from people.actions import forget_messages, notify
from people.identity import User
from people.queries.working_hours import working_hours
from people.working_hours import WorkingHours, after_working_time, is_working_moment


class NotInviting(Refused):
    """Invitations are not possible in this state of the crisis."""


class NothingToConfirm(Refused):
    """The solution or the saved selection is missing."""


class ListChanged(Refused):
    """The list has changed since the page named the people to invite."""


class DeadlineFixed(Refused):
    """The invitation was answered or has ended, so its deadline stays."""


class NobodyLeft(Refused):
    """Everyone on the list has been invited in this round, or is not available."""


@transaction.atomic
def send_invitations(*, actor: User, crisis: Crisis, count: int, named: Sequence[int] | None = None) -> int:
    """Invite the next `count` people of the saved selection, and return their number. There may be more invitations than
    spots. With `named`, the people shown on the page before, the action is refused if others are next now.
    """
    inviting = to_invite(actor, crisis)
    following = selection_registry.next_people(inviting)[:count]
    if named is not None:
        refuse_other_people(following, named)
    invited = invite_people(inviting, following, actor=actor)
    if not invited:
        raise NobodyLeft(
            _("Everyone on the list has already been invited or isn't available. Save a new selection to invite more people.")
        )
    return invited


def to_invite(actor: User, crisis: Crisis) -> Crisis:
    """The locked crisis, if the actor leads it and it has what invited people are asked to confirm."""
    inviting = locked(crisis.pk)
    if not permissions.leads_crisis(actor, inviting):
        raise PermissionDenied
    refuse_unless_inviting(inviting)
    if not inviting.solution:
        raise NothingToConfirm(_("Add the solution in the set-up first. Invited people are asked to support it."))
    if selection_registry.saved_team(inviting) is None:
        raise NothingToConfirm(
            _("Save a team in the selection step first. Invitations go to that team, then to the reserve list.")
        )
    return inviting


def refuse_other_people(following: Sequence[int], named: Sequence[int]) -> None:
    """Refuse unless the people to invite are those that the preview named."""
    if list(named) != list(following):
        raise ListChanged(
            _("Nobody was invited, because the list has changed since you opened this page. Preview the invitations again.")
        )


def fill_places(crisis: Crisis, *, actor: User | None) -> int:
    """Invite people for spots that are neither filled nor offered, and return their number. Without an actor, only people
    in their working hours. The caller holds the crisis's row. Tells the lead once if the list is used up.
    """
    asked = crisis.invitations.open().count()
    free = crisis.team_size - crisis.members.filter(left_at=None).count() - asked
    if free <= 0:
        return 0
    following = selection_registry.next_people(crisis)[:free]
    if not following and asked == 0:
        _tell_that_the_list_is_used_up(crisis, free)
    return invite_people(crisis, following if actor else _at_work(following), actor=actor)


def _at_work(person_ids: list[int]) -> list[int]:
    """The people who are in their working hours now. The others keep their turn."""
    hours, now = working_hours(person_ids), clock.now()
    return [person_id for person_id in person_ids if is_working_moment(now, hours[person_id])]


def refuse_unless_inviting(crisis: Crisis) -> None:
    if not crisis.invites:
        raise NotInviting(
            _("Invitations are only possible while a crisis is a draft or active. This crisis is %(state)s.")
            % {"state": crisis.get_state_display().lower()}
        )


def invite_people(crisis: Crisis, person_ids: Sequence[int], *, actor: User | None) -> int:
    """Invite these people, and return their number. The caller holds the crisis's row."""
    if not person_ids:
        return 0
    if actor is not None:
        state_terms(crisis, actor=actor)
    now, team = clock.now(), selection_registry.saved_team(crisis)
    hours, length = working_hours(person_ids), timedelta(hours=crisis.answer_hours)
    invitations = Invitation.objects.bulk_create(
        Invitation(
            crisis=crisis,
            person_id=person_id,
            round=crisis.round,
            is_ranked=team is None or team.is_ranked,
            invited_at=now,
            deadline_at=after_working_time(now, length, hours[person_id]),
        )
        for person_id in person_ids
    )
    record(crisis.journal, Verb.INVITED, actor=actor, subject=crisis, data={"count": len(invitations)})
    for invitation in invitations:
        tell_the_invited(crisis, invitation, hours[invitation.person_id], now)
    return len(invitations)


@transaction.atomic
def extend_deadline(*, actor: User, crisis: Crisis, invitation_id: int) -> Invitation:
    """Add the crisis's hours to reply to the deadline of one open invitation. The person gets a message with the new deadline,
    and reminders.
    """
    inviting = locked(crisis.pk)
    if not permissions.leads_crisis(actor, inviting):
        raise PermissionDenied
    refuse_unless_inviting(inviting)
    invitation = inviting.invitations.open().filter(pk=invitation_id).first()
    if invitation is None:
        raise DeadlineFixed(_("This person has replied, or the invitation has ended. Its deadline can't be extended."))
    hours, now = working_hours([invitation.person_id])[invitation.person_id], clock.now()
    begin = max(now, invitation.deadline_at)
    invitation.deadline_at = after_working_time(begin, timedelta(hours=inviting.answer_hours), hours)
    moments = reminder_moments(invitation.invited_at, invitation.deadline_at, hours)
    invitation.reminders_sent = sum(moment <= now for moment in moments)
    invitation.told_at = None
    invitation.save(update_fields=["deadline_at", "reminders_sent", "told_at"])
    # Without the name, because it would tell who had not replied by then.
    record(inviting.journal, Verb.DEADLINE_EXTENDED, actor=actor, subject=inviting)
    tell_the_invited(inviting, invitation, hours, now)
    return invitation


def tell_the_invited(crisis: Crisis, invitation: Invitation, hours: WorkingHours, now: datetime) -> bool:
    """Send the invitation's message, unless it was sent before or the person is not at work. Returns whether it was sent."""
    if invitation.told_at is not None or not is_working_moment(now, hours):
        return False
    notify(
        person_id=invitation.person_id,
        key=f"invitation:{invitation.pk}:reply-by:{invitation.deadline_at.timestamp():.0f}",
        text=_("You're invited to the team for “%(title)s”. Please reply by %(deadline)s. It's fine to say no.")
        % {"title": crisis.title, "deadline": moment_in(invitation.deadline_at, hours.zone)},
        url=reverse("crisis:invitation", args=[invitation.pk]),
        journal=crisis.journal,
    )
    invitation.told_at = now
    invitation.save(update_fields=["told_at"])
    return True


def _tell_that_the_list_is_used_up(crisis: Crisis, free: int) -> None:
    team = selection_registry.saved_team(crisis)
    if team is None or crisis.lead_id is None:
        return
    last_ended_at = crisis.invitations.aggregate(last=Max("ended_at"))["last"]
    notify(
        person_id=crisis.lead_id,
        key=f"crisis:{crisis.pk}:round:{crisis.round}:selection:{team.number}:used-up",
        text=ngettext(
            "Everyone on the list for “%(title)s” has replied, and %(free)d spot is still open. Save a new selection.",
            "Everyone on the list for “%(title)s” has replied, and %(free)d spots are still open. Save a new selection.",
            free,
        )
        % {"title": crisis.title, "free": free},
        url=reverse("selection:detail", args=[crisis.pk]),
        since=max(team.saved_at, last_ended_at or team.saved_at),
        journal=crisis.journal,
    )


def forget_invitations(crisis: Crisis) -> None:
    """Delete invitations of people who did not join, and all messages about invitations. For people who joined, keep the
    consent and erase how they left, whether they asked to come back, and what the lead wrote to them.
    """
    # Also those of people who led the crisis before.
    forget_messages(subjects={f"invitation:{pk}" for pk in crisis.invitations.values_list("pk", flat=True)})
    crisis.invitations.filter(terms=None).delete()
    # Before the states change, so that the constraints hold at each step.
    crisis.invitations.update(reason="", farewell="", wants_back_at=None)
    INVITATION_LIFECYCLE.move_all(crisis.invitations.all(), InvitationStep.FORGET)
    forget_how_people_left(crisis)
