"""The demo's holding statements, an agent's pins, and searches that found no script."""

from functools import partial

from core import clock
from desk.demo import cast
from desk.demo.organisation import BEGINS, House
from desk.demo.schedule import Story
from desk.demo.scripts import LASTING, published
from journal.actions import house_journal
from scripts_library import actions as scripts
from scripts_library.queries import search

# For each stage of a crisis: title, situation, what to say, and what not to say.
HOLDING = {
    "first_hours": (
        "Something is wrong, details later",
        "Many customers call about the same problem, and we don't know the cause yet.",
        (
            "Thank you for telling us, {customer name}. We know about it and are working on it. **I can't say yet how "
            "long it takes, and I don't want to guess.** May I call you back as soon as I know more?"
        ),
        "Guesses about the cause, or a time by which it will be solved.",
    ),
    "under_way": (
        "We are working on it",
        "The cause is known, and the work goes on.",
        (
            "We've found the cause, {customer name}, and people are at work on it. The latest news is on our status page. What "
            "would help you most until then?"
        ),
        "Promises that aren't in the latest update.",
    ),
    "recovery": (
        "It works again",
        "The problem is solved, and customers ask about what they lost.",
        "It works again, {customer name}, and I'm sorry for the trouble. Let me check what we can do for you.",
        "That it wasn't that bad.",
    ),
}
MOST_PINS, SEARCHES = 3, 6
UNFOUND = ("drone delivery", "loyalty card", "gift wrapping")


def plan_console(story: Story, house: House) -> None:
    """Plan the holding statements for the first weeks, and the pins and searches of the last days."""
    for number, stage in enumerate(HOLDING):
        story.at(story.moment(BEGINS - 1 - number, 15), partial(_hold, house, stage))
    story.at(story.moment(1, 10), partial(_use, house))


def _hold(house: House, stage: str) -> None:
    title, situation, say, avoid = HOLDING[stage]
    texts = {"situation": situation, "what_to_say": say, "what_not_to_say": avoid}
    author = house.user(cast.LEADERS[0])
    version = published(house, house_journal(), title, texts, author=author, ends_at=clock.now() + LASTING)
    scripts.change_stage(actor=author, script=version.script, stage=stage)


def _use(house: House) -> None:
    agent = house.user(cast.AGENT)
    for version in search(agent)[:MOST_PINS]:
        scripts.pin_script(actor=agent, script=version.script)
    for number, typed in enumerate(UNFOUND):
        for searcher in house.agents[: SEARCHES - number]:
            scripts.count_unfound(actor=searcher, typed=typed)
