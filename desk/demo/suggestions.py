"""The suggestion box: suggestions in each state, with and without names, and votes."""

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from care import actions
from care.lifecycle import SuggestionStep
from care.queries.suggestions import to_triage
from desk.demo import cast
from desk.demo.organisation import BEGINS, House
from desk.demo.schedule import Story

if TYPE_CHECKING:
    from care.models import Suggestion

DELIVERY = (6, 5)


class Told(NamedTuple):
    """A suggestion written `days` before the last day of the demo, and what a supervisor does with it two days later.

    `public` is the text on the board, if a supervisor changed it. Without a step it stays on the board unanswered.
    """

    days: int
    author: str
    is_named: bool
    topic: str
    text: str
    step: SuggestionStep | None = None
    answer: str = ""
    public: str = ""
    voters: tuple[str, ...] = ()


TOLD = (
    Told(
        41,
        "Ilse Nakamura",
        True,
        "work",
        "Let us swap shifts among ourselves. Today each swap goes through two team leaders and takes three days.",
        SuggestionStep.FINISH,
        "You can now agree on a swap in the roster. Your team leader only has to confirm it.",
        voters=("Amina Verhaegen", "Joana Haddad", "Zofia Baranek", "Farid van Loon"),
    ),
    Told(
        27,
        "Zofia Baranek",
        False,
        "tools",
        "The headsets on the second floor crackle so much that customers think we are hanging up.",
        SuggestionStep.PLAN,
        "New headsets are ordered and arrive next month. Until then, ask your team leader for a spare one.",
        voters=("Amina Verhaegen", "Mireille Santoso", "Ilse Nakamura"),
    ),
    Told(
        20,
        "Joana Haddad",
        True,
        "customers",
        "Offer a call back at a time that the customer picks, instead of “within the day”.",
        SuggestionStep.PUT_OFF,
        "Our telephone system can't do this yet. We look at it again when it is replaced next year.",
        voters=("Beatriz Falcato",),
    ),
    Told(
        9,
        "Farid van Loon",
        False,
        "team",
        "Since Wouter changed the breaks of our row on Monday, five of us eat after three.",
        public="Since the breaks of our row were changed, some of us eat very late.",
        voters=("Zofia Baranek", "Ewa Lindholm"),
    ),
)
# This one is still waiting for a supervisor.
NEW = Told(
    2, "Amina Verhaegen", True, "scripts", "Put the link to the parcel map at the top of the script. We all scroll for it."
)


def plan_suggestions(story: Story, house: House) -> None:
    story.at(story.moment(BEGINS, *DELIVERY), actions.deliver_suggestions)
    for number, told in enumerate((*TOLD, NEW)):
        story.at(story.moment(told.days, 14), partial(_write, house, told, number))
        story.at(story.moment(told.days - 1, *DELIVERY), actions.deliver_suggestions)
    for told in TOLD:
        story.at(story.moment(told.days - 2, 11), partial(_decide, house, told))


def _write(house: House, told: Told, number: int) -> None:
    actions.write_suggestion(
        actor=house.user(told.author),
        form_key=f"{number:032x}",
        is_named=told.is_named,
        topic=told.topic,
        text=told.text,
        journal_id=None,
        script_id=None,
    )


def _decide(house: House, told: Told) -> None:
    lead, suggestion, public = house.user(cast.LEADERS[0]), _found(told), told.public or told.text
    actions.look_at_suggestion(actor=lead, suggestion=suggestion)
    actions.publish_suggestion(actor=lead, suggestion=suggestion, published_text=public)
    for name in told.voters:
        actions.set_vote(actor=house.user(name), suggestion=suggestion, matters=True)
    if told.step is not None:
        actions.answer_suggestion(actor=lead, suggestion=suggestion, step=told.step, answer=told.answer, published_text=public)


def _found(told: Told) -> "Suggestion":
    return to_triage().get(text=told.text)
