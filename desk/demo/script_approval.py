"""Approval and freshness of the demo's scripts: a kind with two approvals, a comment, a schedule and confirmed reviews."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from core import clock
from desk.demo import cast, wording
from desk.demo.organisation import House
from desk.demo.schedule import Story
from journal.actions import house_journal
from people.identity import User
from scripts_library import actions as scripts
from scripts_library.queries import APPROVAL_CHECKS, default_kind, kinds

if TYPE_CHECKING:
    from scripts_library.models import ScriptVersion

ALL_MET = dict.fromkeys(APPROVAL_CHECKS, True)
SAFETY = "Safety and money"
# Days before the demo at which owners confirmed their scripts.
CONFIRMED_BEFORE = 40


def plan_approvals(story: Story, house: House) -> None:
    """Plan a script that waits for its second approval, and one that is scheduled."""
    story.at(story.moment(20, 10), partial(_add_kind, house))
    story.at(story.moment(2, 15), partial(_approve_first, house))
    story.at(story.moment(1, 16), partial(_schedule, house))


def plan_review(story: Story, author: User, version: "ScriptVersion") -> None:
    """Plan the owner's confirmation that a live text is still right."""
    confirm = partial(scripts.confirm_still_right, actor=author, version=version, read=version.review_by_on)
    story.at(story.moment(CONFIRMED_BEFORE, 9, author.person_id % 60), confirm)


def _add_kind(house: House) -> None:
    scripts.add_kind(actor=house.user(cast.APPROVER), name=SAFETY, approvals_needed=2, review_every_days=30)


def _approve_first(house: House) -> None:
    author, approver = house.user(cast.LEADERS[2]), house.user(cast.APPROVER)
    version = scripts.write_script(
        actor=author,
        journal=house_journal(),
        title="Smoke from an appliance",
        owner_id=author.person_id,
        **wording.REPAIR,
    )
    strict = kinds().get(name=SAFETY)
    scripts.set_kind(actor=author, script=version.script, kind=strict, read=default_kind().pk)
    version = scripts.submit_for_review(actor=author, version=version)
    scripts.comment_on_passage(
        actor=approver,
        version=version,
        field="what_to_say",
        passage="within seven days",
        text="Is the workshop still this fast? It took nine days last month.",
    )
    scripts.approve(actor=approver, version=version, checks=ALL_MET)


def _schedule(house: House) -> None:
    author, now = house.user(cast.LEADERS[3]), clock.now()
    version = scripts.write_script(
        actor=author, journal=house_journal(), title="Winter prices", owner_id=author.person_id, **wording.PRICE
    )
    version = scripts.submit_for_review(actor=author, version=version)
    version = scripts.approve(actor=house.user(cast.TRAINER), version=version, checks=ALL_MET)
    publish_at, ends_at = now + timedelta(days=3), now + timedelta(days=90)
    scripts.schedule(actor=author, version=version, publish_at=publish_at, ends_at=ends_at)
