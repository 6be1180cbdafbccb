"""The work of the tick, run at the moments that matter to the story. Unlike in the tick, errors are raised."""

from crisis.actions import keep_up_invitations
from desk.demo.contacts import RECALL, STORM
from desk.demo.schedule import Story
from quality.actions import reconcile_slots
from recognition.actions import issue_approved
from scripts_library.actions import expire_ended, publish_scheduled, remind_of_reviews

NIGHT = (0, 30)


def plan_ticks(story: Story) -> None:
    """Run the tick's work nightly during a crisis, and on Mondays in between."""
    for days in range(RECALL.first, -1, -1):
        in_crisis = days >= RECALL.last or days <= STORM.first + 1
        if in_crisis or story.before(days).isoweekday() == 1:
            story.at(story.moment(days, *NIGHT), pass_time)


def pass_time() -> None:
    keep_up_invitations()
    reconcile_slots()
    expire_ended()
    publish_scheduled()
    remind_of_reviews()
    issue_approved()
