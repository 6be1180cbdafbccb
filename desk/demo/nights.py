"""What time brings: what the tick does, at the moments that matter to the story. Unlike the tick, it fails aloud."""

from crisis.actions import keep_up_invitations
from desk.demo.contacts import RECALL, STORM
from desk.demo.story import Story
from quality.actions import reconcile_slots
from recognition.actions import issue_approved
from scripts_library.actions import expire_ended

NIGHT = (0, 30)


def plan_nights(story: Story) -> None:
    """Nightly while a crisis lasts, every Monday in between."""
    for days in range(RECALL.first, -1, -1):
        in_crisis = days >= RECALL.last or days <= STORM.first + 1
        if in_crisis or story.before(days).isoweekday() == 1:
            story.at(story.moment(days, *NIGHT), pass_time)


def pass_time() -> None:
    keep_up_invitations()
    reconcile_slots()
    expire_ended()
    issue_approved()
