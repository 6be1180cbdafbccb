"""The demo's script with steps, and how agents use it."""

from functools import partial
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from core import clock
from desk.demo import cast
from desk.demo.organisation import House
from desk.demo.schedule import Story
from desk.demo.scripts import ALL_MET, LASTING
from journal.actions import house_journal
from people.identity import User
from scripts_library import actions as scripts

if TYPE_CHECKING:
    from scripts_library.models import ScriptVersion

PUBLISHED_DAYS_AGO = 20
USES = 60

TEXTS = {
    "situation": "Tracking says that a parcel was delivered, and the customer doesn't have it.",
    "what_to_say": "I'm sorry, {customer name}. Let's find your parcel, or I'll send you a new one today.",
    "tone": "Calm, and never as if you doubted it. Most of these parcels turn up at a neighbour's.",
    "what_not_to_say": "Don't say that tracking can't be wrong. Don't ask twice whether they really looked.",
    "escalation": "Order value over {currency} 300: Dispatch, queue *Lost parcels*, while the customer is on the line.",
    "plan_b": "A new parcel by express, free of charge, or the money back at once.",
}


class DemoStep(NamedTuple):
    """A step with pairs of what the customer says and the number of the step that follows."""

    title: str
    kind: str
    say: str
    choices: tuple[tuple[str, int], ...] = ()


STEPS = (
    DemoStep(
        "Apology",
        "say",
        "I'm sorry, {customer name}. Tracking says it was handed over on {delivery day}. **I'll stay with you until we know "
        "where it is.**",
        (("I was at home all day", 2), ("I need it today", 3), ("I want my money back", 5), ("It was a medicine cooler", 6)),
    ),
    DemoStep(
        "Neighbour or shop",
        "ask",
        "Was there a card in your letter box? May I look up with you where the carrier leaves parcels in {street}?",
        (("There was a card", 4), ("No, nothing", 3)),
    ),
    DemoStep(
        "Send a new one",
        "ask",
        "I can send you a new one by express. It's with you on {express day}. Is {address} right?",
        (("Yes", 7), ("I won't be at home", 2), ("I'd rather have my money back", 5)),
    ),
    DemoStep("Pick-up", "end", "Then it's at {pick-up point}, open until {closing time}. Please take the card with you."),
    DemoStep("Money back", "end", "I've sent {amount} back just now. You'll see it within three working days."),
    DemoStep("Medicine", "escalate", "I'm getting Dispatch on the line with us right away. Please stay with me."),
    DemoStep("Goodbye", "end", "It's on its way. I'll write to you with the number. Is there anything else?"),
)

# Ways through the script by the keys of its steps, and in how many of ten uses each worked.
WAYS = (
    (("step-1", "step-2", "step-4"), 9),
    (("step-1", "step-3", "step-7"), 8),
    (("step-1", "step-2", "step-3", "step-5"), 6),
    (("step-1", "step-5"), 7),
    (("step-1", "step-6"), 8),
    (("step-1", "step-2"), 2),
)


def plan_steps(story: Story, house: House) -> None:
    """Plan the publication of the script with steps, and its uses since then."""
    story.at(story.moment(PUBLISHED_DAYS_AGO, 9), partial(_publish, story, house))


def _publish(story: Story, house: House) -> None:
    author = house.user(cast.LEADERS[2])
    title = "Delivered, but not there"
    version = scripts.write_script(actor=author, journal=house_journal(), title=title, owner_id=author.person_id, **TEXTS)
    _write_steps(author, version)
    version = scripts.submit_for_review(actor=author, version=version)
    version = scripts.approve(actor=house.user(cast.APPROVER), version=version, checks=ALL_MET)
    version = scripts.publish(actor=author, version=version, ends_at=clock.now() + LASTING)
    lot = story.lot("uses", title)
    for _number in range(USES):
        at = story.moment(lot.randrange(1, PUBLISHED_DAYS_AGO), lot.randrange(9, 17), lot.randrange(60))
        story.at(at, partial(_use, lot.choice(house.agents), version, Random(lot.random())))  # noqa: S311 - a demo is no secret


def _write_steps(author: User, version: "ScriptVersion") -> None:
    """First all steps, and then what leads from one to another."""
    for revision, step in enumerate(STEPS, start=version.revision):
        values = {"title": step.title, "kind": step.kind, "say": step.say}
        scripts.add_step(actor=author, version=version, revision=revision, choices=[], **values)
    for number, step in enumerate(STEPS, start=1):
        choices = [(says, f"step-{follows}") for says, follows in step.choices]
        values = {"title": step.title, "kind": step.kind, "say": step.say}
        revision = version.revision + len(STEPS) + number - 1
        scripts.edit_step(actor=author, version=version, revision=revision, key=f"step-{number}", choices=choices, **values)


def _use(agent: User, version: "ScriptVersion", lot: Random) -> None:
    path, worked = lot.choice(WAYS)
    for at, to in pairwise(path):
        scripts.take_step(actor=agent, version=version, at=at, to=to)
    scripts.finish_use(actor=agent, version=version, outcome="worked" if lot.randrange(10) < worked else "failed")
