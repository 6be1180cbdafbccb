"""Leaders take part: they are asked, nominate and object. What they say is shown and decides nothing by itself."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from crisis.frame import Crisis, locked
from crisis.permissions import can_run
from journal.actions import record
from people.actions import notify
from people.identity import User
from selection import permissions
from selection.models import LeaderAsked, LeaderInput
from selection.queries.leader_input import leaders_of_candidates, standing_leader_input
from selection.verbs import Verb

VERBS: Mapping[str, Verb] = {
    LeaderInput.Kind.NOMINATION: Verb.LEADER_NOMINATED,
    LeaderInput.Kind.OBJECTION: Verb.LEADER_OBJECTED,
}


class NoLongerHeard(Refused):
    """Leaders take part while a team is being formed, and no longer."""


class NobodyToAsk(Refused):
    """None of the chosen is a leader who may still be asked."""


class NoReason(Refused):
    """A judgement without its reason helps nobody, least of all the person it is about."""


class NothingToWithdraw(Refused):
    """There is nothing of the leader's that stands."""


@transaction.atomic
def ask_leaders(*, actor: User, crisis: Crisis, leader_ids: Collection[int]) -> int:
    """Ask these leaders of candidates' teams to take part. Who was asked or has spoken already is left in peace. Returns
    how many were asked.
    """
    asking = locked(crisis.pk)
    if not can_run(actor, asking):
        raise PermissionDenied
    refuse_unless_heard(asking)
    leaders = {leader.person_id: leader for leader in leaders_of_candidates(asking)}
    wanted = leaders.keys() & set(leader_ids) - {actor.person_id}
    if not wanted:
        raise NobodyToAsk(_("Choose at least one leader of a team with candidates."))
    now = clock.now()
    new = [leader_id for leader_id in sorted(wanted) if leaders[leader_id].may_be_asked]
    if not new:
        return 0
    LeaderAsked.objects.bulk_create(LeaderAsked(crisis=asking, leader_id=leader_id, asked_at=now) for leader_id in new)
    record(asking.journal, Verb.LEADERS_ASKED, actor=actor, subject=asking, data={"count": len(new)})
    for leader_id in new:
        _tell_the_asked(asking, leader_id)
    return len(new)


@transaction.atomic
def give_leader_input(*, actor: User, crisis: Crisis, person_id: int, kind: str, reason: str) -> LeaderInput:
    """Nominate a person of one's team, or object to them. It replaces what the same leader said of them before."""
    hearing = locked(crisis.pk)
    if not permissions.can_speak_of(actor, person_id):
        raise PermissionDenied
    refuse_unless_heard(hearing)
    if not reason.strip():
        raise NoReason(_("Say why, in words that your colleague can read: the reason is what helps."))
    now = clock.now()
    standing = standing_leader_input(hearing, actor, person_id)
    last = standing.last()
    if last is not None and (last.kind, last.reason) == (kind, reason.strip()):
        return last
    standing.update(withdrawn_at=now)
    given = LeaderInput.objects.create(
        crisis=hearing, person_id=person_id, leader_id=actor.person_id, kind=kind, reason=reason.strip(), given_at=now
    )
    # Neither of whom nor why: the entry is the same for everybody.
    record(hearing.journal, VERBS[kind], actor=actor, subject=hearing)
    _answered(hearing, actor, now)
    return given


@transaction.atomic
def withdraw_leader_input(*, actor: User, crisis: Crisis, person_id: int) -> LeaderInput:
    """Take back what one said of a person. That it was said stays with the selections that were stored meanwhile."""
    hearing = locked(crisis.pk)
    standing = standing_leader_input(hearing, actor, person_id)
    given = standing.last()
    if given is None:
        raise NothingToWithdraw(_("There is nothing of yours to withdraw about this person."))
    refuse_unless_heard(hearing)
    given.withdrawn_at = clock.now()
    standing.update(withdrawn_at=given.withdrawn_at)
    record(hearing.journal, Verb.LEADER_INPUT_WITHDRAWN, actor=actor, subject=hearing)
    return given


@transaction.atomic
def add_nothing(*, actor: User, crisis: Crisis) -> None:
    """Answer that one has nothing to add. Saying it twice, or after having spoken, changes nothing."""
    hearing = locked(crisis.pk)
    if not hearing.leaders_asked.filter(leader=actor.person_id).exists():
        raise PermissionDenied
    refuse_unless_heard(hearing)
    _answered(hearing, actor, clock.now())


def refuse_unless_heard(crisis: Crisis) -> None:
    """For pages, before anything is typed, and for actions."""
    if not crisis.invites:
        raise NoLongerHeard(
            _("Leaders take part while a crisis is a draft or active. This one is: %(state)s. What was said stays.")
            % {"state": crisis.get_state_display().lower()}
        )


def _answered(crisis: Crisis, actor: User, now: datetime) -> None:
    """Note the leader's first answer, if they were asked."""
    if crisis.leaders_asked.filter(leader=actor.person_id, answered_at=None).update(answered_at=now):
        record(crisis.journal, Verb.LEADER_ANSWERED, actor=actor, subject=crisis)


def _tell_the_asked(crisis: Crisis, leader_id: int) -> None:
    notify(
        person_id=leader_id,
        key=f"crisis:{crisis.pk}:leader-asked",
        text=_("A team is being formed for “%(title)s”. You know your people: whom would you nominate, and whom not, and why?")
        % {"title": crisis.title},
        url=reverse("selection:leader_input", args=[crisis.pk]),
        journal=crisis.journal,
    )
