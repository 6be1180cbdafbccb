"""Asking people: the first invitations, and the next ones from the reserve list until the team is full."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.moments import moment_in
from core.refusals import Refused
from crisis import permissions, reserve
from crisis.actions.lock import locked
from crisis.actions.terms import state_terms
from crisis.lifecycle import INVITATION_LIFECYCLE, InvitationStep
from crisis.models import Crisis, Invitation
from crisis.verbs import Verb
from journal.actions import record
from people.actions import forget_messages, notify
from people.identity import User
from people.queries.working_hours import working_hours
from people.working_hours import WorkingHours, after_working_time, is_working_moment


class NotInviting(Refused):
    """Nobody is asked, and nobody answers, in this state of the crisis."""


class NothingToConfirm(Refused):
    """Invited people confirm a solution and the selection says who they are; both must be there first."""


class ListChanged(Refused):
    """Others would be invited than those whom the page has named."""


class NobodyLeft(Refused):
    """Everyone on the list has been asked in this round, or is not available."""


@transaction.atomic
def send_invitations(*, actor: User, crisis: Crisis, count: int, named: Sequence[int] | None = None) -> int:
    """Invite the next people of the stored selection, in its order. More than there are places may be invited: then
    the first to accept are in. `named` are the people whom a page has named before; others are not invited in their place.
    Returns how many were invited.
    """
    inviting = locked(crisis.pk)
    if not permissions.leads_crisis(actor, inviting):
        raise PermissionDenied
    refuse_unless_inviting(inviting)
    if not inviting.solution:
        raise NothingToConfirm(_("State the solution in the set-up first: it is what people are asked to stand behind."))
    if reserve.saved_team(inviting) is None:
        raise NothingToConfirm(_("Store a selection first: it says who is invited, and who is next."))
    following = reserve.next_people(inviting)[:count]
    if named is not None and list(named) != following:
        raise ListChanged(_("The list has changed since you opened this page, and nobody was invited. Look at it again."))
    invited = _invite(inviting, following, actor=actor)
    if not invited:
        raise NobodyLeft(_("Everyone on the list has been asked already or is not available. Store a new selection."))
    return invited


def fill_places(crisis: Crisis, *, actor: User | None) -> int:
    """Invite as many of the next people as there are spots that nobody holds and nobody is asked for; without an actor,
    each within their working hours. The caller holds the crisis's row. Tells the lead once when the list does not suffice.
    Returns how many were invited.
    """
    asked = crisis.invitations.open().count()
    free = crisis.team_size - crisis.members.filter(left_at=None).count() - asked
    if free <= 0:
        return 0
    following = reserve.next_people(crisis)[:free]
    if not following and asked == 0:
        _tell_that_the_list_is_used_up(crisis, free)
    return _invite(crisis, following if actor else _at_work(following), actor=actor)


def _at_work(person_ids: list[int]) -> list[int]:
    """Those of these people who work just now. The others keep their turn until their working hours begin."""
    hours, now = working_hours(person_ids), clock.now()
    return [person_id for person_id in person_ids if is_working_moment(now, hours[person_id])]


def refuse_unless_inviting(crisis: Crisis) -> None:
    if not crisis.invites:
        raise NotInviting(
            _("Invitations go out and are answered while a crisis is a draft or active. This one is: %(state)s.")
            % {"state": crisis.get_state_display().lower()}
        )


def _invite(crisis: Crisis, person_ids: list[int], *, actor: User | None) -> int:
    if not person_ids:
        return 0
    if actor is not None:
        state_terms(crisis, actor=actor)
    now = clock.now()
    hours, length = working_hours(person_ids), timedelta(hours=crisis.answer_hours)
    invitations = Invitation.objects.bulk_create(
        Invitation(
            crisis=crisis,
            person_id=person_id,
            round=crisis.round,
            invited_at=now,
            deadline_at=after_working_time(now, length, hours[person_id]),
        )
        for person_id in person_ids
    )
    record(crisis.journal, Verb.INVITED, actor=actor, subject=crisis, data={"count": len(invitations)})
    for invitation in invitations:
        tell_the_invited(crisis, invitation, hours[invitation.person_id], now)
    return len(invitations)


def tell_the_invited(crisis: Crisis, invitation: Invitation, hours: WorkingHours, now: datetime) -> bool:
    """Tell the invited person, unless that has been done or they do not work now. Returns whether it was done now."""
    if invitation.told_at is not None or not is_working_moment(now, hours):
        return False
    notify(
        person_id=invitation.person_id,
        key=f"invitation:{invitation.pk}",
        text=_("You are invited to the team for “%(title)s”. Please answer by %(deadline)s; No is a safe answer.")
        % {"title": crisis.title, "deadline": moment_in(invitation.deadline_at, hours.zone)},
        url=reverse("crisis:invitation", args=[invitation.pk]),
        journal=crisis.journal,
    )
    invitation.told_at = now
    invitation.save(update_fields=["told_at"])
    return True


def _tell_that_the_list_is_used_up(crisis: Crisis, free: int) -> None:
    team = reserve.saved_team(crisis)
    if team is None or crisis.lead_id is None:
        return
    last_ended_at = crisis.invitations.aggregate(last=Max("ended_at"))["last"]
    notify(
        person_id=crisis.lead_id,
        key=f"crisis:{crisis.pk}:round:{crisis.round}:selection:{team.number}:used-up",
        text=_("Everyone on the list for “%(title)s” has answered, and %(free)d places are free. Store a new selection.")
        % {"title": crisis.title, "free": free},
        url=reverse("selection:detail", args=[crisis.pk]),
        since=max(team.saved_at, last_ended_at or team.saved_at),
        journal=crisis.journal,
    )


def forget_invitations(crisis: Crisis) -> None:
    """Delete the invitations of people who did not join, with every message about an answer. Of those who joined, the
    consent stays and how they left is forgotten.
    """
    people = dict(crisis.invitations.values_list("pk", "person_id"))
    forget_messages(person_ids=set(people.values()), subjects={f"invitation:{pk}" for pk in people})
    INVITATION_LIFECYCLE.move_all(crisis.invitations.exclude(terms=None), InvitationStep.FORGET, reason="")
    crisis.invitations.filter(terms=None).delete()
