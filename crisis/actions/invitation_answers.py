"""Replies to invitations."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.moments import moment_in
from core.refusals import Refused
from crisis.actions.consents import keep_consent
from crisis.actions.extra_reviews import follow_team
from crisis.actions.invitations import refuse_unless_inviting
from crisis.actions.lock import locked
from crisis.lifecycle import INVITATION_LIFECYCLE, InvitationStep
from crisis.models import Consent, Crisis, Invitation, TeamMember, Terms
from crisis.models.invitations import InvitationQuerySet
from crisis.queries.unavailable_people import end_of_rest, serving_in_earnest
from crisis.verbs import Verb
from journal.actions import record
from people.actions import notify
from people.identity import User
from people.queries.working_hours import working_hours
from training.actions import tell_new_trainee


class TeamFull(Refused):
    """All spots were filled while the person was deciding."""


class TooLate(Refused):
    """The deadline has passed, or the invitation has been answered or ended."""


class NotConfirmed(Refused):
    """Accepting takes all three confirmations."""


class TermsChanged(Refused):
    """The terms have changed since the person read them."""


class AlreadyServing(Refused):
    """The person is on the team of another crisis."""


class Resting(Refused):
    """The person rests after another crisis."""


@dataclass(frozen=True, slots=True)
class Confirmations:
    """The three confirmations of an invited person."""

    solution: bool
    training: bool
    timing: bool

    @property
    def all_three(self) -> bool:
        return self.solution and self.training and self.timing


@transaction.atomic
def accept(
    *,
    actor: User,
    invitation: Invitation,
    terms_version: int,
    confirmations: Confirmations,
    way: Consent.Way = Consent.Way.PAGE,
) -> TeamMember:
    """Accept an invitation on these terms, or accept after declining, until the deadline. There are never more members than
    spots, even if many accept at once. What was confirmed is kept as a consent, and the journal has its digest.
    """
    if invitation.person_id != actor.person_id:
        raise PermissionDenied
    if not confirmations.all_three:
        raise NotConfirmed(_("To join, tick all three boxes. If one isn't right for you, it's fine to choose “No, thank you”."))
    if invitation.can_be_accepted(clock.now()):
        _refuse_if_full(invitation.crisis)
    crisis = locked(invitation.crisis_id)
    answered = _current(Invitation.objects.open_or_declined(), invitation)
    refuse_unless_inviting(crisis)
    now = clock.now()
    if now >= answered.deadline_at:
        raise TooLate(_("The time to reply has passed, and the spot goes to the next person. Thank you for considering it."))
    terms = crisis.terms.last()
    if terms is None or terms.version != terms_version:
        raise TermsChanged(_("The team agreement has changed since you read it. Please read it again before you reply."))
    taken = _refuse_if_full(crisis) + 1
    _refuse_a_drill_while_serving(crisis, actor)
    _refuse_while_resting(crisis, actor)
    _save_yes(answered, terms, now)
    member = _join(crisis, actor)
    consent = keep_consent(member, terms, way, now)
    follow_team(crisis)
    data = {"taken": taken, "team_size": crisis.team_size, "terms_version": terms.version, "consent": consent.digest()}
    record(crisis.journal, Verb.JOINED, actor=actor, subject=member, data=data)
    tell_new_trainee(journal=crisis.journal, person_id=actor.person_id)
    if taken == crisis.team_size:
        _tell_that_the_team_is_full(crisis)
    return member


def _save_yes(answered: Invitation, terms: Terms, now: datetime) -> None:
    INVITATION_LIFECYCLE.move(answered, InvitationStep.ACCEPT)
    answered.answered_at, answered.terms = now, terms
    answered.confirms_solution = answered.confirms_training = answered.confirms_timing = True
    # Nothing is kept of an earlier no.
    answered.ended_at, answered.reason = None, ""
    confirmations_given = ["terms", "confirms_solution", "confirms_training", "confirms_timing"]
    answered.save(update_fields=["state", "answered_at", "ended_at", "reason", *confirmations_given])


@transaction.atomic
def decline(*, actor: User, invitation: Invitation, reason: str = "") -> Invitation:
    """Decline an invitation. The optional reason is for lead and deputy. Nothing is journalled."""
    if invitation.person_id != actor.person_id:
        raise PermissionDenied
    locked(invitation.crisis_id)
    answered = _current(Invitation.objects.open(), invitation)
    now = clock.now()
    INVITATION_LIFECYCLE.move(answered, InvitationStep.DECLINE)
    answered.answered_at, answered.ended_at, answered.reason = now, now, reason
    answered.save(update_fields=["state", "answered_at", "ended_at", "reason"])
    return answered


def _refuse_if_full(crisis: Crisis) -> int:
    """The number of filled spots. Called before the lock to refuse quickly, and again under the lock to be correct."""
    taken = crisis.members.filter(left_at=None).count()
    if taken >= crisis.team_size:
        raise TeamFull(
            _("All spots were filled while you were deciding. If one opens up before the deadline, you can accept here.")
        )
    return taken


def _refuse_a_drill_while_serving(crisis: Crisis, actor: User) -> None:
    if crisis.is_drill and serving_in_earnest([actor.person_id]):
        raise AlreadyServing(_("You're on the team of a real crisis, so you can't join a drill now."))


def _refuse_while_resting(crisis: Crisis, actor: User) -> None:
    """Rest is checked again here, because the person may have been on another team since they were invited."""
    until = end_of_rest(actor.person_id, besides=crisis)
    if until is not None:
        zone = working_hours([actor.person_id])[actor.person_id].zone
        raise Resting(
            _("You're resting after another crisis until %(time)s, so you can't join a team before then.")
            % {"time": moment_in(until, zone)}
        )


def _current(among: InvitationQuerySet, invitation: Invitation) -> Invitation:
    """The invitation as it is now. The caller holds the crisis's row, so it can't change."""
    current = among.filter(pk=invitation.pk).first()
    if current is None:
        raise TooLate(_("You've already replied, or this invitation has ended. You don't need to do anything."))
    return current


def _join(crisis: Crisis, actor: User) -> TeamMember:
    try:
        with transaction.atomic():
            return TeamMember.objects.create(
                crisis=crisis, person_id=actor.person_id, joined_at=clock.now(), is_drill=crisis.is_drill
            )
    except IntegrityError as error:
        raise AlreadyServing(
            _("You're already on another crisis team. Leave that team first, or choose “No, thank you” here.")
        ) from error


def _tell_that_the_team_is_full(crisis: Crisis) -> None:
    if crisis.lead_id is not None:
        notify(
            person_id=crisis.lead_id,
            key=f"crisis:{crisis.pk}:round:{crisis.round}:full",
            text=_("The team for “%(title)s” is complete.") % {"title": crisis.title},
            url=reverse("crisis:detail", args=[crisis.pk]),
            journal=crisis.journal,
        )
