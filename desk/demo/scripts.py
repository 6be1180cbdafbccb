"""The demo's scripts, from first draft to published, withdrawn or in review."""

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from core import clock
from desk.demo import cast, wording
from desk.demo.organisation import BEGINS, House
from desk.demo.schedule import Story
from desk.demo.script_approval import plan_review
from journal.actions import house_journal
from people.identity import User
from scripts_library import actions as scripts
from scripts_library.queries import APPROVAL_CHECKS

if TYPE_CHECKING:
    from journal.models import Journal
    from scripts_library.models import ScriptVersion

# Their owners haven't reviewed these for long.
OVERDUE = {"Late parcel", "Last week's offer"}
LASTING = timedelta(days=500)
ALL_MET = dict.fromkeys(APPROVAL_CHECKS, True)


def in_review(journal: "Journal", title: str, texts: wording.Texts, *, author: User) -> "ScriptVersion":
    """A new script that waits for approval."""
    version = scripts.write_script(actor=author, journal=journal, title=title, owner_id=author.person_id, **texts)
    return scripts.submit_for_review(actor=author, version=version)


def published(
    house: House, journal: "Journal", title: str, texts: wording.Texts, *, author: User, ends_at: datetime
) -> "ScriptVersion":
    """A new script, approved and published."""
    version = in_review(journal, title, texts, author=author)
    version = scripts.approve(actor=house.user(cast.APPROVER), version=version, checks=ALL_MET)
    return scripts.publish(actor=author, version=version, ends_at=ends_at)


def read_by(story: Story, readers: list[User], version: "ScriptVersion", *, share: float, hours: int) -> None:
    """Plan acknowledgements by this share of the readers within the next hours."""
    lot = story.lot("read", version.script.title)
    for reader in readers:
        if lot.random() < share:
            at = clock.now() + timedelta(minutes=lot.randrange(15, hours * 60))
            story.at(story.at_work(at), partial(_acknowledge, reader, version))


def _acknowledge(reader: User, version: "ScriptVersion") -> None:
    scripts.acknowledge(actor=reader, version=version)


def plan_scripts(story: Story, house: House) -> None:
    """Plan the everyday scripts: most of them published, one withdrawn, one in review."""
    everyday = {
        "Where is my refund?": wording.REFUND,
        "Repair under warranty": wording.REPAIR,
        "Upset customer": wording.UPSET,
        "Late parcel": wording.DELIVERY,
    }
    for number, (title, texts) in enumerate(everyday.items()):
        publish = partial(_publish, story, house, title, texts, house.user(cast.LEADERS[number]))
        story.at(story.moment(BEGINS - 2 - number, 10 + number), publish)
    story.at(story.moment(62, 11), partial(_withdraw_later, story, house))
    author = house.user(cast.LEADERS[1])
    charged = partial(in_review, house_journal(), "Charged twice", wording.INVOICE, author=author)
    story.at(story.moment(2, 14), charged)


def _publish(story: Story, house: House, title: str, texts: wording.Texts, author: User) -> "ScriptVersion":
    version = published(house, house_journal(), title, texts, author=author, ends_at=clock.now() + LASTING)
    read_by(story, house.agents, version, share=story.size.readers_share, hours=90)
    if title not in OVERDUE:
        plan_review(story, author, version)
    return version


def _withdraw_later(story: Story, house: House) -> None:
    author = house.user(cast.LEADERS[4])
    version = _publish(story, house, "Last week's offer", wording.PRICE, author)
    reason = "The discount code has expired. Quote the current price, and refer questions about offers to Sales."
    story.at(clock.now() + timedelta(days=9), lambda: scripts.withdraw(actor=author, version=version, reason=reason))
