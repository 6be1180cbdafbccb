"""Recognition on ordinary days: budgets, nominations, decisions."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from desk.demo import cast
from desk.demo.house import BEGINS, House
from desk.demo.story import Story
from journal.actions import house_journal
from people.identity import User
from recognition import actions as recognition
from recognition.queries import types

if TYPE_CHECKING:
    from journal.models import Journal
    from recognition.models import Award

# Days ago, from whom, to whom, what, how much, why. What has no decision yet comes last.
EVERYDAY = (
    (96, "Amina Verhaegen", "Ilse Nakamura", "Thank you", None, "Took over my calls when my line broke, without being asked."),
    (71, "Beatriz Falcato", "Joana Haddad", "Thank you", None, "Wrote the note that the whole floor now uses for returns."),
    (
        54,
        "Ilse Nakamura",
        "Zofia Baranek",
        "Voice of the customer",
        None,
        "Five customers wrote that she called back, as promised.",
    ),
    (33, "Priya Holm", "Mireille Santoso", "Points", 50, "Her calm conversations are what we show to new colleagues."),
    (21, "Joana Haddad", "Amina Verhaegen", "Gift", 40, "Stayed until a family with a broken heater knew where to get one."),
    (12, "Zofia Baranek", "Karol Mbeki", "Thank you", None, "Explained the repair table to me twice, and smiled both times."),
)
WAITING = (1, "Ilse Nakamura", "Farid van Loon", "Points", 30, "Found the mistake in the delivery table before a customer did.")
BUDGETS = {"Points": 2000, "Gift": 500, "Time off": 80}


def plan_awards(story: Story, house: House) -> None:
    story.at(story.moment(BEGINS, 16), lambda: _set_budgets(story, house))
    for days, nominator, nominee, award, amount, reason in EVERYDAY:
        nominated = partial(_nominate, house, house_journal(), nominator, nominee, award, amount, reason)
        story.at(story.moment(days, 15), partial(_decide_later, story, house, nominated, nominee, days - 1))
    days, *waiting = WAITING
    story.at(story.moment(days, 16), lambda: _nominate(house, house_journal(), *waiting) and None)  # type: ignore[arg-type]


def nominate(
    house: House, journal: "Journal", *, actor: User, nominee_id: int, award: str, amount: int | None = None, reason: str
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


def _nominate(
    house: House, journal: "Journal", nominator: str, nominee: str, award: str, amount: int | None, reason: str
) -> "Award":
    nominee_id = house.persons[nominee].pk
    return nominate(
        house, journal, actor=house.user(nominator), nominee_id=nominee_id, award=award, amount=amount, reason=reason
    )


def _decide_later(story: Story, house: House, nominated: "Callable[[], Award]", nominee: str, days: int) -> None:
    award, leader = nominated(), house.leader_of(nominee)
    story.at(story.moment(days, 10), lambda: recognition.approve(actor=leader, award=award) and None)


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
