"""The demo's building blocks: the starter library, and a change that proposes a new version of a script."""

from datetime import timedelta
from functools import partial

from core import clock
from desk.demo import cast
from desk.demo.organisation import BEGINS, House
from desk.demo.schedule import Story
from desk.demo.scripts import published
from desk.demo.wording import Texts
from journal.actions import house_journal
from scripts_library import actions as scripts
from scripts_library import queries

LASTING = timedelta(days=500)
TRANSFER: Texts = {
    "situation": "A colleague knows more about the customer's question.",
    "what_to_say": "Thank you, {name of the customer}. I know who can help you with this.\n\n{{block:telephone-transfer}}",
    "tone": "Unhurried. The customer should feel taken along, not passed on.",
    "what_to_ask": "Is there a number where we can reach you if the line drops?",
    "plan_b": "Nobody is free: offer a callback at a time the customer chooses.",
}
NEW_STEP = "\n\nIf nobody answers within a minute, go back to the customer and offer a callback."


def plan_building_blocks(story: Story, house: House) -> None:
    """Plan the library, a script that contains one of its blocks, and a change of this block."""
    author = house.user(cast.LEADERS[0])
    story.at(story.moment(BEGINS - 1, 9), partial(scripts.add_starter_blocks, actor=author))
    story.at(story.moment(BEGINS - 3, 13), partial(_publish, house))
    story.at(story.moment(3, 11), partial(_change, house))


def _publish(house: House) -> None:
    author, ends_at = house.user(cast.LEADERS[2]), clock.now() + LASTING
    published(house, house_journal(), "Transfer to a colleague", TRANSFER, author=author, ends_at=ends_at)


def _change(house: House) -> None:
    block = queries.blocks().get(key="telephone-transfer")
    actor, text = house.user(cast.LEADERS[0]), block.text + NEW_STEP
    scripts.change_block(actor=actor, block=block, number=1, title=block.title, kind=block.kind, text=text)
