"""Coaches of people. They aren't journalled: who has which coach is between the two."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from care import permissions
from care.lifecycle import SESSION_LIFECYCLE, SessionStep
from care.models import CoachingSession, CoachOf
from care.models.coaches import COACHES
from core import clock
from core.locks import wait_for
from core.refusals import Refused
from people.actions import notify, settle
from people.identity import User
from people.queries.organisation import today
from people.queries.roles import holders_of


class NotACoach(Refused):
    """The person can't be the coach."""


class ProposalOver(Refused):
    """The proposal is answered or replaced."""


@transaction.atomic
def choose_coach(*, actor: User, coach_id: int) -> CoachOf:
    """Choose the actor's own coach. An earlier one stops being it, and sees nothing any more."""
    _check_coach(coach_id, actor.person_id)
    _hold(actor.person_id)
    now = clock.now()
    current = CoachOf.objects.current().of(actor)
    same = current.filter(coach=coach_id).first()
    if same is not None:
        return same
    end_all(current)
    chosen = CoachOf.objects.create(
        person_id=actor.person_id, coach_id=coach_id, proposed_by_id=actor.person_id, proposed_at=now, agreed_at=now
    )
    _tell_coach(chosen)
    return chosen


@transaction.atomic
def propose_coach(*, actor: User, person_id: int, coach_id: int) -> CoachOf:
    """Propose a coach to someone the actor leads. The person decides, and the actor isn't told how.

    Nothing happens if this coach is already proposed, or is their coach.
    """
    if not permissions.can_propose_coach(actor, person_id):
        raise PermissionDenied
    _check_coach(coach_id, person_id)
    _hold(person_id)
    same = CoachOf.objects.filter(person=person_id, coach=coach_id, ended_at=None).first()
    if same is not None:
        return same
    now = clock.now()
    CoachOf.objects.proposed().filter(person=person_id).update(ended_at=now)
    proposed = CoachOf.objects.create(person_id=person_id, coach_id=coach_id, proposed_by_id=actor.person_id, proposed_at=now)
    notify(
        person_id=person_id,
        key=f"coach:{proposed.pk}:proposed",
        text=_("Your team leader proposes %(coach)s as your coach. You decide.") % {"coach": proposed.coach},
        url=reverse("care:pulse"),
    )
    return proposed


@transaction.atomic
def accept_coach(*, actor: User, proposal: CoachOf) -> None:
    """Agree to a proposed coach, who replaces the present one."""
    held = _held_proposal(actor, proposal)
    _check_coach(held.coach_id, held.person_id)
    end_all(CoachOf.objects.current().of(actor))
    held.agreed_at = clock.now()
    held.save(update_fields=["agreed_at"])
    settle(person_id=actor.person_id, keys=[f"coach:{held.pk}:proposed"])
    _tell_coach(held)


@transaction.atomic
def decline_coach(*, actor: User, proposal: CoachOf) -> None:
    """Say no to a proposed coach. Nobody is told, and nothing of it is kept."""
    held = _held_proposal(actor, proposal)
    settle(person_id=actor.person_id, keys=[f"coach:{held.pk}:proposed"])
    held.delete()


@transaction.atomic
def end_coaching(*, actor: User, coaching: CoachOf) -> None:
    """End it, as the person or as the coach. The coach sees nothing of the person any more.

    Planned sessions are cancelled. The person is told if the coach ends it.
    """
    if not CoachOf.objects.between(actor).filter(pk=coaching.pk).exists():
        raise PermissionDenied
    _hold(coaching.person_id)
    is_coach = not CoachOf.objects.of(actor).filter(pk=coaching.pk).exists()
    if not end_all(CoachOf.objects.current().filter(pk=coaching.pk)) or not is_coach:
        return
    notify(
        person_id=coaching.person_id,
        key=f"coach:{coaching.pk}:ended",
        text=_("%(coach)s has ended your coaching. You can choose another coach at any time.") % {"coach": coaching.coach},
        url=reverse("care:pulse"),
    )


def end_all(coachings: QuerySet[CoachOf]) -> int:
    """End these and cancel their planned sessions. Returns how many ended. Callers hold the transaction."""
    ids = list(coachings.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    planned = CoachingSession.objects.planned().filter(coaching__in=ids)
    for session in planned.select_for_update(of=("self",)).order_by("pk"):
        SESSION_LIFECYCLE.move(session, SessionStep.CANCEL)
        session.save(update_fields=["state"])
    return CoachOf.objects.filter(pk__in=ids).update(ended_at=clock.now())


@transaction.atomic
def share_earlier(*, actor: User, coaching: CoachOf, shares: bool) -> None:
    """Let the present coach read the shared notes with earlier coaches, or stop it."""
    locked = CoachOf.objects.current().of(actor).select_for_update(of=("self",)).filter(pk=coaching.pk).first()
    if locked is None:
        raise PermissionDenied
    locked.shares_earlier = shares
    locked.save(update_fields=["shares_earlier"])


@transaction.atomic
def read_as_coach(*, actor: User, coaching: CoachOf) -> None:
    """Note for the person that their coach has opened the page about them today."""
    others = CoachOf.objects.current().by(actor).filter(pk=coaching.pk).exclude(last_read_on=today())
    others.update(last_read_on=today())


def _hold(person_id: int) -> None:
    wait_for(f"care.coach:{person_id}")


def _held_proposal(actor: User, proposal: CoachOf) -> CoachOf:
    if not CoachOf.objects.of(actor).filter(pk=proposal.pk).exists():
        raise PermissionDenied
    _hold(proposal.person_id)
    held = CoachOf.objects.proposed().select_for_update(of=("self",)).filter(pk=proposal.pk).first()
    if held is None:
        raise ProposalOver(_("This proposal has been answered or replaced. Reload the page."))
    return held


def _check_coach(coach_id: int, person_id: int) -> None:
    if coach_id == person_id or coach_id not in holders_of(*COACHES):
        raise NotACoach(_("This person can't be the coach. Choose a supervisor, reviewer, script approver or trainer."))


def _tell_coach(coaching: CoachOf) -> None:
    notify(
        person_id=coaching.coach_id,
        key=f"coach:{coaching.pk}:chosen",
        text=_("%(person)s has chosen you as their coach.") % {"person": coaching.person},
        url=reverse("care:coachee", args=[coaching.pk]),
    )
