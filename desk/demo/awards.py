"""Everyday recognition: budgets, nominations and decisions."""

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from desk.demo import cast
from desk.demo.organisation import BEGINS, House
from desk.demo.schedule import Story
from journal.actions import house_journal
from people.identity import User
from recognition import actions as recognition
from recognition.queries import types

if TYPE_CHECKING:
    from journal.models import Journal
    from recognition.models import Award


class Nomination(NamedTuple):
    """A nomination to make, `days` before the last day of the demo."""

    days: int
    nominator: str
    nominee: str
    award: str
    amount: int | None
    reason: str


EVERYDAY = (
    Nomination(
        96,
        "Amina Verhaegen",
        "Ilse Nakamura",
        "Thank you",
        None,
        "Took over my calls when my line went down. I didn't even have to ask.",
    ),
    Nomination(
        71, "Beatriz Falcato", "Joana Haddad", "Thank you", None, "Wrote the returns cheat sheet that the whole floor uses now."
    ),
    Nomination(
        54,
        "Ilse Nakamura",
        "Zofia Baranek",
        "Voice of the customer",
        None,
        "Five customers wrote in to say she called back exactly when she promised.",
    ),
    Nomination(
        33, "Priya Holm", "Mireille Santoso", "Points", 50, "We play her calls to new starters as examples of staying calm."
    ),
    Nomination(
        21,
        "Joana Haddad",
        "Amina Verhaegen",
        "Gift",
        40,
        "Stayed late until a family with a broken heater had a replacement on the way.",
    ),
    Nomination(
        12,
        "Zofia Baranek",
        "Ewa Lindholm",
        "Thank you",
        None,
        "Explained the repair table to me twice and was patient both times.",
    ),
)
# This one is still waiting for a decision.
WAITING = Nomination(
    1, "Ilse Nakamura", "Farid van Loon", "Points", 30, "Spotted the wrong dates in the delivery table before any customer did."
)
BUDGETS = {"Points": 2000, "Gift": 500, "Time off": 80}


def plan_awards(story: Story, house: House) -> None:
    story.at(story.moment(BEGINS, 16), lambda: _set_budgets(story, house))
    for nomination in EVERYDAY:
        story.at(story.moment(nomination.days, 15), partial(_nominate_and_decide, story, house, nomination))
    story.at(story.moment(WAITING.days, 16), lambda: _nominate(house, WAITING))


def nominate(
    journal: "Journal", *, actor: User, nominee_id: int, award: str, amount: int | None = None, reason: str
) -> "Award":
    """Nominate for an award by its name."""
    offered = next(offered for offered in types() if offered.name == award)
    return recognition.nominate(
        actor=actor,
        journal=journal,
        nominee_id=nominee_id,
        type_id=offered.id,
        amount=None if amount is None else Decimal(amount),
        reason=reason,
    )


def _nominate(house: House, nomination: Nomination) -> "Award":
    return nominate(
        house_journal(),
        actor=house.user(nomination.nominator),
        nominee_id=house.persons[nomination.nominee].pk,
        award=nomination.award,
        amount=nomination.amount,
        reason=nomination.reason,
    )


def _nominate_and_decide(story: Story, house: House, nomination: Nomination) -> None:
    """Nominate, and have the nominee's leader approve it the next morning."""
    award, leader = _nominate(house, nomination), house.leader_of(nomination.nominee)
    story.at(story.moment(nomination.days - 1, 10), lambda: recognition.approve(actor=leader, award=award))


def _set_budgets(story: Story, house: House) -> None:
    kinds = {offered.name: offered.id for offered in types()}
    for name, amount in BUDGETS.items():
        recognition.add_budget(
            actor=house.user(cast.ADMINISTRATOR),
            type_id=kinds[name],
            first_on=story.before(BEGINS),
            last_on=story.before(-240),
            amount=Decimal(amount),
        )
