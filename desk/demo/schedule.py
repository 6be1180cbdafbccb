"""A schedule of actions in the past. They run in order, each with the clock set to its moment."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from core import clock

ZONE = ZoneInfo("Europe/Amsterdam")
# The story ends in the first hour of its last day, so that nothing in it is in the visitor's future.
END = time(0, 40)
WORK_BEGINS, WORK_ENDS = 7, 21

Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Size:
    """Size of the demo. Tests make a smaller one."""

    people_in_a_team: int = 10
    places: int = 10
    past_places: int = 8
    weeks_of_baseline: int = 5
    readers_share: float = 0.6


@dataclass
class Story:
    """The schedule up to the last `day`. Acts may add later acts."""

    seed: int
    day: date
    size: Size
    say: Callable[[str], None]
    # The slot that reviewers leave overdue.
    left_too_long: dict[str, int] = field(default_factory=dict)
    _acts: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)

    @property
    def ends_at(self) -> datetime:
        return datetime.combine(self.day, END, tzinfo=ZONE)

    def before(self, days: int) -> date:
        """The date this many days before the last day."""
        return self.day - timedelta(days=days)

    def moment(self, days: int, hour: int, minute: int = 0) -> datetime:
        """A local time this many days before the last day."""
        return datetime.combine(self.before(days), time(hour, minute), tzinfo=ZONE)

    def at_work(self, moment: datetime) -> datetime:
        """The moment if it is in working hours, else the same minute of the next morning's first hour."""
        local = moment.astimezone(ZONE)
        if WORK_BEGINS <= local.hour < WORK_ENDS:
            return moment
        morning = local.date() + timedelta(days=1 if local.hour >= WORK_ENDS else 0)
        return datetime.combine(morning, time(WORK_BEGINS, local.minute, local.second), tzinfo=ZONE)

    def lot(self, *about: object) -> Random:
        """Random numbers that depend on the seed and `about` only, not on the order of draws."""
        return Random(":".join(map(str, (self.seed, *about))))  # noqa: S311 - a demo is no secret

    def at(self, moment: datetime, act: Act) -> None:
        heapq.heappush(self._acts, (moment, next(self._numbers), act))

    def tell(self) -> None:
        """Run all acts up to the end of the story."""
        while self._acts and self._acts[0][0] <= self.ends_at:
            moment, _number, act = heapq.heappop(self._acts)
            with clock.travel(moment):
                act()
