"""Requests for team leader input, nominations and objections. Input is shown and never affects a result automatically."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from crisis.permissions import can_run
from crisis.public_models import Crisis, locked
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
    """Leaders can give input only while people are invited."""


class NobodyToAsk(Refused):
    """None of the chosen people can be asked for input."""


class NoReason(Refused):
    """Input needs a reason."""


class NothingToWithdraw(Refused):
    """The leader has no input to withdraw."""


@transaction.atomic
def ask_leaders(*, actor: User, crisis: Crisis, leader_ids: Collection[int]) -> int:
    """Ask these leaders of candidates' teams for input, except those who were asked or gave input already. Returns the number
    of new requests.
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
    """Nominate a person of one's own team or object to them. It replaces the leader's earlier input about them."""
    hearing = locked(crisis.pk)
    if not permissions.can_speak_of(actor, person_id):
        raise PermissionDenied
    refuse_unless_heard(hearing)
    if not reason.strip():
        raise NoReason(_("Add a reason. Your colleague can read it."))
    now = clock.now()
    standing = standing_leader_input(hearing, actor, person_id)
    last = standing.last()
    if last is not None and (last.kind, last.reason) == (kind, reason.strip()):
        return last
    standing.update(withdrawn_at=now)
    given = LeaderInput.objects.create(
        crisis=hearing, person_id=person_id, leader_id=actor.person_id, kind=kind, reason=reason.strip(), given_at=now
    )
    # The entry is the same for everyone: it must not show whom the input is about, or why.
    record(hearing.journal, VERBS[kind], actor=actor, subject=hearing)
    _answered(hearing, actor, now)
    return given


@transaction.atomic
def withdraw_leader_input(*, actor: User, crisis: Crisis, person_id: int) -> LeaderInput:
    """Withdraw one's input about a person. Selections saved in between keep it."""
    hearing = locked(crisis.pk)
    standing = standing_leader_input(hearing, actor, person_id)
    given = standing.last()
    if given is None:
        raise NothingToWithdraw(_("You have no input about this person to withdraw."))
    refuse_unless_heard(hearing)
    given.withdrawn_at = clock.now()
    standing.update(withdrawn_at=given.withdrawn_at)
    record(hearing.journal, Verb.LEADER_INPUT_WITHDRAWN, actor=actor, subject=hearing)
    return given


@transaction.atomic
def add_nothing(*, actor: User, crisis: Crisis) -> None:
    """Answer a request without input. A second answer, or one after giving input, changes nothing."""
    hearing = locked(crisis.pk)
    if not hearing.leaders_asked.filter(leader=actor.person_id).exists():
        raise PermissionDenied
    refuse_unless_heard(hearing)
    _answered(hearing, actor, clock.now())


def refuse_unless_heard(crisis: Crisis) -> None:
    """Refuse once people are no longer invited. Pages call it before showing a form."""
    if not crisis.invites:
        raise NoLongerHeard(
            _("Team leaders can give input while a crisis is a draft or active. This one is %(state)s. Earlier input is kept.")
            % {"state": crisis.get_state_display().lower()}
        )


def _answered(crisis: Crisis, actor: User, now: datetime) -> None:
    """Record the leader's first answer, if they were asked."""
    if crisis.leaders_asked.filter(leader=actor.person_id, answered_at=None).update(answered_at=now):
        record(crisis.journal, Verb.LEADER_ANSWERED, actor=actor, subject=crisis)


def _tell_the_asked(crisis: Crisis, leader_id: int) -> None:
    notify(
        person_id=leader_id,
        key=f"crisis:{crisis.pk}:leader-asked",
        text=_("A team is being selected for “%(title)s”. Please nominate people from your teams, object or pass.")
        % {"title": crisis.title},
        url=reverse("selection:leader_input", args=[crisis.pk]),
        journal=crisis.journal,
    )
