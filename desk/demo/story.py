"""The demo as a story: acts at their moments, told in the order of time, each with the clock at its moment."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from core import clock

ZONE = ZoneInfo("Europe/Amsterdam")
# The story ends in the first hour of the stated day, so that nothing in it lies in the future of whoever looks at it.
END = time(0, 40)
WORK_BEGINS, WORK_ENDS = 7, 21

Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Size:
    """How large the demo is. Tests make a smaller one."""

    people_in_a_team: int = 10
    places: int = 10
    past_places: int = 8
    weeks_of_baseline: int = 5
    readers_share: float = 0.6


@dataclass
class Story:
    """What happens when. Acts may add further acts that come later than themselves."""

    seed: int
    day: date
    size: Size
    say: Callable[[str], None]
    # What an act wants to remember for a later one.
    left_too_long: dict[str, int] = field(default_factory=dict)
    _acts: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)

    @property
    def ends_at(self) -> datetime:
        return datetime.combine(self.day, END, tzinfo=ZONE)

    def before(self, days: int) -> date:
        """The date so many days before the stated one."""
        return self.day - timedelta(days=days)

    def moment(self, days: int, hour: int, minute: int = 0) -> datetime:
        """A local time so many days before the stated one."""
        return datetime.combine(self.before(days), time(hour, minute), tzinfo=ZONE)

    def at_work(self, moment: datetime) -> datetime:
        """The moment, or in the evening and at night as much later as makes a working hour of it."""
        local = moment.astimezone(ZONE)
        if WORK_BEGINS <= local.hour < WORK_ENDS:
            return moment
        morning = local.date() + timedelta(days=1 if local.hour >= WORK_ENDS else 0)
        return datetime.combine(morning, time(WORK_BEGINS, local.minute, local.second), tzinfo=ZONE)

    def lot(self, *about: object) -> Random:
        """Chance that is the same in every run with this seed, whatever else is drawn."""
        return Random(":".join(map(str, (self.seed, *about))))  # noqa: S311 - a demo is no secret

    def at(self, moment: datetime, act: Act) -> None:
        heapq.heappush(self._acts, (moment, next(self._numbers), act))

    def tell(self) -> None:
        """Let everything happen that lies before the end of the story."""
        while self._acts and self._acts[0][0] <= self.ends_at:
            moment, _number, act = heapq.heappop(self._acts)
            with clock.travel(moment):
                act()
