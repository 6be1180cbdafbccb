"""The team of the storm on the line: past days with a forgotten switch, a gap in the evening, and people on the line now."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from core import clock
from crisis import actions
from crisis.cells import CellKind, StaffingCell
from crisis.queries.hours import times_of
from crisis.queries.staffing import staffing_for
from crisis.queries.team import members_of
from crisis.queries.training import ready_members
from desk.demo.organisation import House
from desk.demo.schedule import Story
from people.identity import User

if TYPE_CHECKING:
    from crisis.models import Crisis

DAYS = (5, 4, 3, 2, 1)
FORGETFUL_DAY = 3
LATE = StaffingCell(CellKind.SHIFT, "Late")
HOURS = timedelta(hours=7, minutes=40)
CORRECTION = "Went home at 16:00 and forgot to switch off."


def plan_days(story: Story, house: House, crisis: "Crisis", lead: User) -> None:
    """Plan the days on which the team was on the line. One person forgets to switch off, and the lead corrects it."""
    for days in DAYS:
        story.at(story.moment(days, 8), partial(_begin_day, story, house, crisis, forgets=days == FORGETFUL_DAY))
    story.at(story.moment(FORGETFUL_DAY - 1, 7), actions.end_forgotten_line_shifts)
    story.at(story.moment(FORGETFUL_DAY - 1, 9), partial(_correct, crisis, lead))


def need_more_people(crisis: "Crisis", lead: User) -> None:
    """Set that two more people are needed in the evening."""
    groups = staffing_for(crisis, lead).groups
    on_team = next((row.on_team for _kind, rows in groups for row in rows if row.cell == LATE), 0)
    actions.set_needed(actor=lead, crisis=crisis, needed={LATE: on_team + 2})


def go_on_now(house: House, crisis: "Crisis") -> None:
    """Half of the people who are ready are on the line when the demo begins."""
    ready = ready_members(crisis)
    for user in [user for user in _team(house, crisis) if ready is None or user.person_id in ready][::2]:
        actions.go_on_line(actor=user, crisis=crisis)


def _begin_day(story: Story, house: House, crisis: "Crisis", *, forgets: bool) -> None:
    lot = story.lot("line", clock.now())
    for place, user in enumerate(_team(house, crisis)):
        begins_at = clock.now() + timedelta(minutes=lot.randrange(5, 50))
        story.at(begins_at, partial(actions.go_on_line, actor=user, crisis=crisis))
        if place or not forgets:
            story.at(begins_at + HOURS, partial(actions.go_off_line, actor=user, crisis=crisis))


def _correct(crisis: "Crisis", lead: User) -> None:
    """Correct the time that ended automatically: it lasted until the end of the shift."""
    unchecked = [time for member in members_of(crisis) for time in times_of(crisis, member.person_id) if time.is_unchecked]
    for time in unchecked:
        actions.correct_hours(
            actor=lead,
            crisis=crisis,
            shift_id=time.shift_id,
            starts_at=time.starts_at,
            ends_at=time.starts_at + HOURS,
            reason=CORRECTION,
        )


def _team(house: House, crisis: "Crisis") -> list[User]:
    users = (house.user_of(member.person_id) for member in members_of(crisis))
    return [user for user in users if user is not None]
