"""Progress of goals: the figures of the records, and entries for other figures."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Avg, Count
from django.utils.translation import ngettext

from crisis import permissions
from crisis.goal_progress import (
    ENOUGH_PEOPLE,
    ENOUGH_RESPONSES,
    FOR_LEADERS,
    FigureReading,
    GoalFigure,
    GoalPath,
    GoalStanding,
    expected_value,
    standing_of,
)
from crisis.models import Crisis, Goal, GoalEntry
from crisis.queries.help_requests import median_minutes
from crisis.queries.room import satisfaction_of
from crisis.queries.team import team_ids
from feedback.queries.satisfaction import NoLongerKept, Satisfaction, people_with_responses, satisfaction_of_people
from people.identity import User
from people.queries.organisation import reporting_zone
from quality.queries import pace
from quality.queries.cases import completed_of_case

# URL names of the pages that a figure is made of, for people who may open the steps.
MADE_OF = {
    GoalFigure.REVIEWS: "crisis:reviews",
    GoalFigure.QUALITY: "crisis:reviews",
    GoalFigure.TEAM: "crisis:buy_in",
}
PLACES = Decimal("0.1")
TONES = {
    GoalStanding.REACHED: "success",
    GoalStanding.ON_TRACK: "primary",
    GoalStanding.BEHIND: "warning",
    GoalStanding.MISSED: "danger",
}


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """A goal with its figure now and where it stands. `is_final`: since the crisis was resolved. `is_withheld`: only the lead
    and the deputy see the figure, so it is not in here.
    """

    goal: Goal
    reading: FigureReading | None
    standing: GoalStanding
    expected: Decimal | None = None
    is_final: bool = False
    is_withheld: bool = False

    @property
    def label(self) -> str:
        return str(self.standing.label)

    @property
    def tone(self) -> str:
        return TONES.get(self.standing, "")

    @property
    def start_text(self) -> str:
        return self.goal.worded(self.goal.start_value)

    @property
    def now_text(self) -> str:
        return self.goal.worded(self.reading.value if self.reading and not self.reading.is_thin else None)

    @property
    def expected_text(self) -> str:
        return self.goal.worded(None if self.expected is None else self.expected.quantize(PLACES))

    @property
    def interval_text(self) -> str:
        """The interval with its count: “82.3–86.3 %, 1,260 responses”. Empty for exact figures."""
        reading = self.reading
        if reading is None or reading.count is None or reading.is_thin or reading.lower is None or reading.upper is None:
            return ""
        count = ngettext("%(count)d response", "%(count)d responses", reading.count) % {"count": reading.count}
        return f"{self.goal.worded(reading.lower)} – {self.goal.worded(reading.upper)}, {count}"

    @property
    def is_thin(self) -> bool:
        return self.reading is not None and self.reading.is_thin

    @property
    def is_too_few(self) -> bool:
        return self.standing == GoalStanding.TOO_FEW

    @property
    def made_of(self) -> str:
        """URL name of the page with what the figure is made of, or empty."""
        return MADE_OF.get(GoalFigure(self.goal.figure), "")


def goals_of(crisis: Crisis, now: datetime) -> list[GoalProgress]:
    """The goals with their whole progress, for records. Each figure is read once, and only if a goal has it."""
    known: dict[str, FigureReading | None] = {}
    today = now.astimezone(reporting_zone()).date()
    return [progress_of(goal, crisis, now, today, known) for goal in crisis.goals.prefetch_related("entries")]


def goals_for(user: User, crisis: Crisis, now: datetime) -> list[GoalProgress]:
    """The goals with as much of their progress as the user may see."""
    return [_seen_by(user, crisis, progress) for progress in goals_of(crisis, now)]


def goal_progress(goal: Goal, crisis: Crisis, now: datetime) -> GoalProgress:
    """The whole progress of one goal, for records."""
    return progress_of(goal, crisis, now, now.astimezone(reporting_zone()).date(), {})


def goal_for(user: User, goal: Goal, crisis: Crisis, now: datetime) -> GoalProgress:
    """As much of the progress of one goal as the user may see."""
    return _seen_by(user, crisis, goal_progress(goal, crisis, now))


def _seen_by(user: User, crisis: Crisis, progress: GoalProgress) -> GoalProgress:
    if progress.goal.figure not in FOR_LEADERS or permissions.leads_crisis(user, crisis):
        return progress
    return replace(progress, reading=None, is_withheld=True)


def progress_of(goal: Goal, crisis: Crisis, now: datetime, today: date, known: dict[str, FigureReading | None]) -> GoalProgress:
    goal.crisis = crisis
    if goal.final_standing:
        return GoalProgress(goal, FigureReading(goal.final_value), GoalStanding(goal.final_standing), is_final=True)
    entry = latest_entry(goal)
    if goal.figure == GoalFigure.OWN:
        reading = FigureReading(entry.measured_value) if entry else None
    else:
        if goal.figure not in known:
            known[goal.figure] = reading_of(GoalFigure(goal.figure), crisis, now)
        reading = known[goal.figure]
    path: GoalPath | None = goal.path
    if path is None:
        return GoalProgress(goal, reading, GoalStanding.UNKNOWN)
    # An entry is compared with the line on its own day, because the figure may have moved on since.
    entered_on = entry.measured_on if entry else today
    day = min(today, entered_on) if today <= path.due_on else today
    return GoalProgress(goal, reading, standing_of(path, reading, day), expected_value(path, day))


def reading_of(figure: GoalFigure, crisis: Crisis, now: datetime) -> FigureReading | None:
    """A figure of the records now. None if there is nothing to read yet."""
    return READ[figure](crisis, now) if figure in READ else None


def latest_entry(goal: Goal) -> GoalEntry | None:
    """The latest entry of a goal's own figure until the due date: what was reached later doesn't count. Without a query if the
    entries were prefetched.
    """
    return next((entry for entry in goal.entries.all() if entry.measured_on <= goal.due_on), None)


def _csat(crisis: Crisis, now: datetime) -> FigureReading | None:
    return _of_satisfaction(satisfaction_of(crisis, now)[1])


def _team_csat(crisis: Crisis, now: datetime) -> FigureReading | None:
    if crisis.activated_at is None:
        return None
    team, zone = team_ids(crisis), reporting_zone()
    began_on = crisis.activated_at.astimezone(zone).date()
    ended_on = (crisis.resolved_at or now).astimezone(zone).date() + timedelta(days=1)
    try:
        # Only people with responses count, because the figure of one of them would be that person's own.
        if people_with_responses(team, began_on, ended_on) < ENOUGH_PEOPLE:
            return FigureReading(None, is_thin=True)
        return _of_satisfaction(satisfaction_of_people(team, began_on, ended_on))
    except NoLongerKept:
        return None


def _of_satisfaction(found: Satisfaction | None) -> FigureReading | None:
    if found is None:
        return None
    value, lower, upper = (
        None if one is None else _rounded(one)
        for one in (found.csat_percent, found.lower_bound_percent, found.upper_bound_percent)
    )
    return FigureReading(value, lower, upper, found.responses, is_thin=found.responses < ENOUGH_RESPONSES)


def _reviews(crisis: Crisis, _now: datetime) -> FigureReading | None:
    found = pace(crisis.journal_id)
    if found is None or not found.slots.planned:
        return None
    return FigureReading(_rounded(100 * found.slots.done / found.slots.planned))


def _team(crisis: Crisis, _now: datetime) -> FigureReading:
    return FigureReading(Decimal(len(team_ids(crisis))))


def _quality(crisis: Crisis, _now: datetime) -> FigureReading | None:
    """The mean of all reviews, only if they are of enough people."""
    found = completed_of_case(crisis.journal_id).aggregate(people=Count("person", distinct=True), mean=Avg("score"))
    if not found["people"]:
        return None
    is_thin = found["people"] < ENOUGH_PEOPLE
    return FigureReading(None if is_thin or found["mean"] is None else _rounded(found["mean"]), is_thin=is_thin)


def _help(crisis: Crisis, _now: datetime) -> FigureReading:
    """The median, only if enough people have been answered. Few and none look the same: that someone asked must not show."""
    minutes, people = median_minutes(crisis)
    if minutes is None or people < ENOUGH_PEOPLE:
        return FigureReading(None, is_thin=True)
    return FigureReading(Decimal(minutes))


def _rounded(value: float | Decimal) -> Decimal:
    return Decimal(str(value)).quantize(PLACES)


READ: dict[GoalFigure, Callable[[Crisis, datetime], FigureReading | None]] = {
    GoalFigure.CSAT: _csat,
    GoalFigure.TEAM_CSAT: _team_csat,
    GoalFigure.REVIEWS: _reviews,
    GoalFigure.TEAM: _team,
    GoalFigure.QUALITY: _quality,
    GoalFigure.HELP: _help,
}
