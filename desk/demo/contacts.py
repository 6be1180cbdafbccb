"""Random contacts of the demo's customers: number, channel, topic and rating."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from desk.demo.cast import QUALITY, SHIFTS, Csp
from desk.demo.organisation import joined_on, leave_of
from desk.demo.schedule import Story

WHOLE_MONTHS = 8
CHANNELS = {"phone": 46, "chat": 30, "email": 18, "social": 6}
# Topic: its weight, and its effect on CSAT in percentage points.
TOPICS = {
    "Delivery": (30, -1.5),
    "Repair": (22, -1.0),
    "Product question": (20, 2.0),
    "Return": (14, -1.0),
    "Invoice": (14, 0.5),
}
CHANNEL_EFFECT = {"phone": 0.5, "chat": 1.0, "email": -1.5, "social": -3.0}
FULL_TIME_HOURS = 38
CONTACTS_A_DAY = 4.1
ANSWERING_SHARE = 0.5
COMMENTING_SHARE = 0.12
GOOD = ("Friendly and quick, thanks!", "Told me exactly what happens next.", "Sorted in one call.", "Took the time to explain.")
BAD = ("Had to explain everything twice.", "Still no answer.", "Nobody could tell me when.", "20 minutes in the queue!")
TITLES = (
    "Ticket ID", "Assignee", "Created at", "Channel", "Category", "Language", "Response time", "Handling time", "Resolved",
    "CSAT rating", "Rated at", "Comment",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Strain:
    """A crisis as customers feel it: more contacts, mostly about one topic, and lower CSAT, easing from first to last day."""

    first: int
    last: int
    topic: str
    more: float
    points: float

    def at(self, days: int) -> float:
        """Strength of the strain this many days before the last day: 1 at the beginning, 0 outside."""
        if not self.last <= days <= self.first:
            return 0.0
        return (days - self.last + 3) / (self.first - self.last + 3)


RECALL = Strain(first=115, last=101, topic="Kettle recall", more=0.9, points=-9)
STORM = Strain(first=6, last=-60, topic="Storm delay", more=0.7, points=-7)
STRAINS = (RECALL, STORM)


def first_on(story: Story) -> date:
    """The first day of the eighth whole month before the last day."""
    month = story.day.year * 12 + story.day.month - 1 - WHOLE_MONTHS
    return date(month // 12, month % 12 + 1, 1)


def file_of(story: Story, csps: list[Csp], since: date, until: date) -> bytes:
    """The help desk's CSV export for the days from `since` to the day before `until`."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(TITLES)
    writer.writerows(rows_of(story, csps, since, until))
    return out.getvalue().encode()


def rows_of(story: Story, csps: list[Csp], since: date, until: date) -> Iterator[tuple[str, ...]]:
    """The contacts of these days."""
    for number in range((until - since).days):
        day = since + timedelta(days=number)
        for csp in csps:
            yield from _day_of(story, csp, day)


def _day_of(story: Story, csp: Csp, day: date) -> Iterator[tuple[str, ...]]:
    days = (story.day - day).days
    lot = story.lot("contacts", csp.name, day)
    strain, felt = next(((strain, felt) for strain in STRAINS if (felt := strain.at(days))), (None, 0.0))
    is_off = (csp.number + day.toordinal()) % 7 in {0, 1} and strain is not STORM
    away = any(first <= day <= last for first, last in leave_of(csp, story))
    if is_off or away or day < joined_on(csp, story):
        return
    expected = _expected(csp, day) * (1 + felt * (strain.more if strain else 0))
    for number in range(_drawn(lot, expected, at_least=1 if strain else 0)):
        yield _contact(lot, csp, day, f"{day:%y%m%d}-{csp.number:02}{number:02}", days, strain, felt)


def _expected(csp: Csp, day: date) -> float:
    """Expected contacts per day by contract hours, with a busy winter and quiet weekends."""
    season = {11: 1.15, 12: 1.3, 1: 1.15, 7: 0.9, 8: 0.9}.get(day.month, 1.0)
    weekend = 0.7 if day.isoweekday() > 5 else 1.05  # noqa: PLR2004 - Saturday and Sunday
    thin = 0.25 if csp.quality == "thin" else 1.0
    return CONTACTS_A_DAY * csp.contract_hours / FULL_TIME_HOURS * season * weekend * thin


def _drawn(lot: Random, expected: float, *, at_least: int) -> int:
    """A random number around the expected one, rounded so that the mean is right."""
    varied = expected * lot.uniform(0.6, 1.4)
    return max(at_least, int(varied) + (lot.random() < varied % 1))


def _contact(  # noqa: PLR0917 - what a contact depends on
    lot: Random, csp: Csp, day: date, ticket: str, days: int, strain: Strain | None, felt: float
) -> tuple[str, ...]:
    channel = lot.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    topic = lot.choices(list(TOPICS), [weight for weight, _points in TOPICS.values()])[0]
    is_about_strain = strain is not None and lot.random() < felt * 0.6
    if strain is not None and is_about_strain:
        topic = strain.topic
    starts_at, _ends_at = SHIFTS[csp.shift]
    began_at = datetime.combine(day, time(starts_at.hour)) + timedelta(minutes=lot.randrange(8 * 60))
    language = csp.languages[0] if lot.random() < 0.85 else lot.choice(csp.languages)  # noqa: PLR2004 - mostly their own
    points = _percent(csp, days) + CHANNEL_EFFECT[channel] + TOPICS.get(topic, (0, 0.0))[1]
    points += felt * strain.points if strain else 0
    is_satisfied = lot.random() * 100 < min(99.0, points)
    value = lot.choices([5, 4], [7, 3])[0] if is_satisfied else lot.choices([3, 2, 1], [4, 3, 3])[0]
    answers, comments = lot.random() < ANSWERING_SHARE, lot.random() < COMMENTING_SHARE
    rated_at = began_at + timedelta(minutes=lot.randrange(20, 160))
    return (
        ticket,
        csp.name,
        f"{began_at:%Y-%m-%d %H:%M}",
        channel,
        topic,
        language,
        _clock(lot.randrange(5, 240) * (3 if strain else 1)),
        _clock(lot.randrange(150, 900) + (240 if is_about_strain else 0)),
        "yes" if lot.random() < (0.9 if is_satisfied else 0.55) else "no",
        str(value) if answers else "",
        f"{rated_at:%Y-%m-%d %H:%M}" if answers else "",
        lot.choice(GOOD if is_satisfied else BAD) if answers and comments else "",
    )


def _percent(csp: Csp, days: int) -> float:
    """CSAT of this person this many days before the last day, in percent."""
    usual = QUALITY[csp.quality]
    if csp.quality == "dip" and 75 <= days <= 150:  # noqa: PLR2004 - the two bad months
        return usual - 26
    if csp.quality == "rising":
        return usual - max(0, days - 60) / 12
    return usual


def _clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
