"""Progress of a goal: the figures that goals can have, and whether a goal is on track. Pure functions."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# With fewer responses, an interval is too wide to say anything.
ENOUGH_RESPONSES = 30
# Scores of fewer people would tell of single ones.
ENOUGH_PEOPLE = 5
# Share of the time, from the start to the due date, in which it is too early to say.
EARLY_SHARE = Decimal("0.1")


class GoalFigure(TextChoices):
    """Figures of goals. All but the goal's own are read from the records."""

    OWN = "own", _("Another figure, which you enter yourself")
    CSAT = "csat", _("CSAT of the organisation since activation (%)")
    TEAM_CSAT = "team_csat", _("CSAT of the team since activation (%)")
    REVIEWS = "reviews", _("Extra reviews done, of those planned (%)")
    TEAM = "team", _("People on the team")
    QUALITY = "quality", _("Mean quality score of the team (%)")
    HELP = "help", _("Time to an answer when someone needs help (minutes)")


class Direction(TextChoices):
    AT_LEAST = "at_least", _("at least")
    AT_MOST = "at_most", _("at most")


class GoalStanding(TextChoices):
    """Where a goal stands. Without a figure of the records and without an entry, it is unknown. With a thin figure it is too
    early to say until the due date, and then there is too little to say anything.
    """

    UNKNOWN = "unknown", _("No figures yet")
    EARLY = "early", _("Too early to say")
    ON_TRACK = "on_track", _("On track")
    BEHIND = "behind", _("Behind")
    REACHED = "reached", _("Reached")
    MISSED = "missed", _("Not reached")
    TOO_FEW = "too_few", _("Too few to say")


UNITS = {
    GoalFigure.CSAT: "%",
    GoalFigure.TEAM_CSAT: "%",
    GoalFigure.REVIEWS: "%",
    GoalFigure.TEAM: _("people"),
    GoalFigure.QUALITY: "%",
    GoalFigure.HELP: _("minutes"),
}

# Figures about the work of people. While a team changes, exact values before and after would tell of the one who came or left.
FOR_LEADERS = frozenset({GoalFigure.TEAM_CSAT, GoalFigure.QUALITY})


@dataclass(frozen=True, slots=True)
class FigureReading:
    """A figure now, with its interval if it is an estimate. `count` is what it is made of, such as responses.

    A thin reading is made of too little to say anything; its value is not shown where it would tell of single people.
    """

    value: Decimal | None
    lower: Decimal | None = None
    upper: Decimal | None = None
    count: int | None = None
    is_thin: bool = False


@dataclass(frozen=True, slots=True)
class GoalPath:
    """The straight line from the start to the target. Without a start, only the target is known."""

    start: Decimal | None
    target: Decimal
    direction: Direction
    started_on: date
    due_on: date


def meets(value: Decimal, target: Decimal, direction: Direction) -> bool:
    return value >= target if direction == Direction.AT_LEAST else value <= target


def share_of_time(path: GoalPath, today: date) -> Decimal:
    """Share of the time that has passed, from 0 to 1."""
    days = (path.due_on - path.started_on).days
    passed = (today - path.started_on).days
    return Decimal(1) if days <= 0 else min(Decimal(1), max(Decimal(0), Decimal(passed) / days))


def expected_value(path: GoalPath, today: date) -> Decimal | None:
    """The value on the line at the start of this day, or None without a start."""
    return None if path.start is None else path.start + (path.target - path.start) * share_of_time(path, today)


def standing_of(path: GoalPath, reading: FigureReading | None, today: date) -> GoalStanding:
    """Where a goal stands by a simple rule.

    It is reached if the figure meets the target; an estimate has to meet it with its whole interval until the due date, and
    with its value after it. Before, it is behind only if no value of its interval is as good as the line from start to target.
    """
    if reading is None or (reading.value is None and not reading.is_thin):
        return GoalStanding.UNKNOWN
    if reading.value is None or reading.is_thin:
        return GoalStanding.TOO_FEW if today > path.due_on else GoalStanding.EARLY
    if today > path.due_on:
        return GoalStanding.REACHED if meets(reading.value, path.target, path.direction) else GoalStanding.MISSED
    best, worst = _ends(reading, reading.value, path.direction)
    if meets(worst, path.target, path.direction):
        return GoalStanding.REACHED
    expected = expected_value(path, today)
    if expected is None or share_of_time(path, today) < EARLY_SHARE:
        return GoalStanding.EARLY
    return GoalStanding.ON_TRACK if meets(best, expected, path.direction) else GoalStanding.BEHIND


def _ends(reading: FigureReading, value: Decimal, direction: Direction) -> tuple[Decimal, Decimal]:
    """The better and the worse end of the interval."""
    lower = value if reading.lower is None else reading.lower
    upper = value if reading.upper is None else reading.upper
    return (upper, lower) if direction == Direction.AT_LEAST else (lower, upper)
