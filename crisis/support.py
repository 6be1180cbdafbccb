"""The support contact to turn to now. Pure functions."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
WEEK = 7


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours by the clock on the wall in a zone, starting on ISO weekdays.

    Hours that end at or before their start go on into the next day, so equal times are 24 hours.
    """

    zone: ZoneInfo
    days: frozenset[int]
    starts_at: time
    ends_at: time


class DutyContact(NamedTuple):
    """A support contact; see `crisis.models.SupportContact`. Without hours, they can always be called."""

    key: int
    rank: int
    hours: Hours | None = None
    person_id: int | None = None
    shift: str = ""
    channel: str = ""
    language: str = ""


class UsualWork(NamedTuple):
    """Usual work of the CSP who needs support. What isn't known is empty."""

    shift: str = ""
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """Keys of the contacts to call now, in order. If there is none, `next_key` can be called from `next_at`."""

    now: tuple[int, ...]
    next_key: int | None = None
    next_at: datetime | None = None


def turn_of(contacts: Iterable[DutyContact], work: UsualWork, away: Collection[int], now: datetime) -> Turn:
    """Contacts who serve this work, aren't away and are within their hours, or the first one to come."""
    serving = sorted(
        (one for one in contacts if one.person_id not in away and serves(one, work)), key=lambda one: (one.rank, one.key)
    )
    available = tuple(one.key for one in serving if one.hours is None or is_within(one.hours, now))
    later = [(next_start(one.hours, now), one.rank, one.key) for one in serving if one.hours is not None]
    if available or not later:
        return Turn(available)
    next_at, _rank, next_key = min(later)
    return Turn((), next_key, next_at)


def serves(contact: DutyContact, work: UsualWork) -> bool:
    """Whether the contact serves people with this work. Help is better than none if their work isn't known."""
    return (
        (not contact.shift or not work.shift or contact.shift == work.shift)
        and (not contact.channel or not work.channels or contact.channel in work.channels)
        and (not contact.language or not work.languages or contact.language in work.languages)
    )


def is_within(hours: Hours, now: datetime) -> bool:
    return any(start <= now < end for start, end in _periods(hours, now, range(-2, 2)))


def next_start(hours: Hours, now: datetime) -> datetime:
    """The first moment after now at which the hours start."""
    return min(start for start, _end in _periods(hours, now, range(-1, WEEK + 2)) if start > now)


def _periods(hours: Hours, now: datetime, around: Iterable[int]) -> Iterator[tuple[datetime, datetime]]:
    """Periods that start on the days around now.

    Changes of the clocks never shorten them: of an hour that comes twice, hours start in the first and end in the second. A
    time that is skipped is read as the time after the change that is as much later.
    """
    today = now.astimezone(hours.zone).date()
    over_midnight = hours.ends_at <= hours.starts_at
    for day in (today + days * DAY for days in around):
        if day.isoweekday() in hours.days:
            last = day + DAY if over_midnight else day
            start = _moment(day, hours.starts_at, hours.zone)
            yield start, max(_moment(last, hours.ends_at, hours.zone, fold=fold) for fold in (0, 1))


def _moment(day: date, wall: time, zone: ZoneInfo, *, fold: int = 0) -> datetime:
    # In UTC, because Python compares times of the same zone by their clocks.
    return datetime.combine(day, wall.replace(fold=fold), zone).astimezone(ZoneInfo("UTC"))
