"""The demo's script with variants: one in Dutch that is behind its source, and one for chat that waits for approval."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from core import clock
from desk.demo import cast, wording
from desk.demo.organisation import BEGINS, House
from desk.demo.schedule import Story
from desk.demo.scripts import ALL_MET, LASTING, published, read_by
from journal.actions import house_journal
from people.identity import User
from scripts_library import actions as scripts

if TYPE_CHECKING:
    from scripts_library.models import ScriptVersion

TITLE = "Change the delivery address"


def plan_script_variants(story: Story, house: House) -> None:
    """Plan the source and its Dutch variant. The rest follows months later."""
    author = house.user(cast.LEADERS[0])
    story.at(story.moment(BEGINS - 8, 10), partial(_write, story, house, author))


def _write(story: Story, house: House, author: User) -> None:
    ends_at = clock.now() + LASTING
    source = published(house, house_journal(), TITLE, wording.ADDRESS, author=author, ends_at=ends_at)
    read_by(story, house.agents, source, share=story.size.readers_share, hours=90)
    texts: Mapping[str, Any] = wording.ADDRESS_IN_DUTCH
    dutch = scripts.write_variant(actor=author, source=source.script, channel="", language="nl", **texts)
    _release(house, author, dutch)
    speakers = [agent for agent in house.agents if "nl" in agent.person.languages]
    read_by(story, speakers, dutch, share=story.size.readers_share, hours=90)
    story.at(story.moment(9, 10), partial(_renew, story, house, author, source))


def _renew(story: Story, house: House, author: User, source: "ScriptVersion") -> None:
    """A second version of the source, so that the Dutch variant is behind, and a draft for chat from it."""
    draft = scripts.revise(actor=author, version=source)
    later = wording.ADDRESS["what_to_say"] + "\n\nYou get an e-mail with the new address in a few minutes."
    draft = scripts.edit_draft(actor=author, version=draft, revision=draft.revision, what_to_say=later)
    _release(house, author, draft)
    read_by(story, house.agents, draft, share=story.size.readers_share, hours=90)
    chat = scripts.write_variant(
        actor=author, source=source.script, channel="chat", language="en", what_to_say=wording.ADDRESS_IN_CHAT
    )
    story.at(clock.now() + timedelta(days=6), partial(_submit, author, chat))


def _submit(author: User, version: "ScriptVersion") -> None:
    scripts.submit_for_review(actor=author, version=version)


def _release(house: House, author: User, version: "ScriptVersion") -> None:
    scripts.submit_for_review(actor=author, version=version)
    scripts.approve(actor=house.user(cast.APPROVER), version=version, checks=ALL_MET)
    scripts.publish(actor=author, version=version, ends_at=clock.now() + LASTING)
