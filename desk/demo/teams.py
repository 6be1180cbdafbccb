"""Selection, invitations and replies, the same for both crises."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from core import clock
from crisis import actions
from crisis.queries.invitations import all_invitations, own_invitations, terms_of
from desk.demo.organisation import House
from desk.demo.schedule import Story
from feedback.sustained import Criteria
from people.identity import User
from selection import actions as choosing
from selection.coverage import Coverage
from selection.queries.candidates import candidates_for

if TYPE_CHECKING:
    from crisis.models import Crisis

ALL_THREE = actions.Confirmations(solution=True, training=True, timing=True)


class Judgement(NamedTuple):
    """A team leader's input: “nomination” or “objection”, with a reason."""

    leader: str
    name: str
    kind: str
    reason: str


def say(house: House, crisis: "Crisis", judgement: Judgement) -> None:
    choosing.give_leader_input(
        actor=house.user(judgement.leader),
        crisis=crisis,
        person_id=house.persons[judgement.name].pk,
        kind=judgement.kind,
        reason=judgement.reason,
    )


def ask_leaders(house: House, crisis: "Crisis", lead: User, leaders: Iterable[str]) -> None:
    choosing.ask_leaders(actor=lead, crisis=crisis, leader_ids=[house.persons[name].pk for name in leaders])


def select(crisis: "Crisis", lead: User, *, criteria: Criteria, coverage: Coverage | None = None, reason: str) -> None:
    """Save the selection. Where it is too close to call, the lead follows the ranking."""
    choice = candidates_for(crisis, criteria).covering(coverage or Coverage()).choice
    places = choice.suggestion if choice.needs_decision else ()
    choosing.store_selection(actor=lead, crisis=crisis, criteria=criteria, coverage=coverage, places=places, reason=reason)


def asked(crisis: "Crisis", lead: User) -> list[int]:
    """Invited people without a reply, in the order of the invitations."""
    waiting = [each for each in all_invitations(crisis, lead) if each.state == "invited"]
    return [answer.person_id for answer in waiting]


def answer(house: House, crisis_id: int, person_id: int, *, accepts: bool, reason: str = "") -> None:
    """Record one person's reply. Without an account there is none, and the invitation expires."""
    user = house.user_of(person_id)
    if user is None:
        return
    invitation = next(one for one in own_invitations(user) if one.crisis_id == crisis_id and one.state == "invited")
    terms = terms_of(invitation.crisis)
    if not accepts or terms is None:
        actions.decline(actor=user, invitation=invitation, reason=reason)
        return
    actions.accept(actor=user, invitation=invitation, terms_version=terms.version, confirmations=ALL_THREE)


def plan_answers(story: Story, house: House, crisis: "Crisis", lead: User, *, hours: int, somebody_declines: bool) -> None:
    """Plan replies of all invited people within these hours. The last one may decline."""
    lot = story.lot("answers", crisis.title, clock.now())
    waiting = asked(crisis, lead)
    for person_id in waiting:
        accepts = not (somebody_declines and person_id == waiting[-1])
        act = partial(
            answer, house, crisis.pk, person_id, accepts=accepts, reason="I'm helping my mother move house this month."
        )
        story.at(clock.now() + timedelta(minutes=lot.randrange(20, hours * 60)), act)
