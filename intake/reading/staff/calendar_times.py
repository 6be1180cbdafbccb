"""Times of calendar entries: time zones, values, and durations.

The values are read here and not by the library, which takes an unknown zone for local time, remembers zones of one file for the
next one, and counts the hours of a duration on the wall clock.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from icalendar import Timezone
from icalendar.timezone.tzp import TZP
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from core.time_zones import known_zones
from intake.reading.days import EARLIEST_YEAR, LATEST_YEAR
from intake.reading.staff.calendar_lines import CalendarText, Property
from intake.reading.staff.results import Answers, StaffAsk, StaffContent, StaffQuestion
from intake.reading.staff.rules import BadRule, TooOften, rule_parts

_TIME = re.compile(r"(\d{8})(?:T(\d{4}(?:\d{2})?)(Z?))?", re.ASCII | re.IGNORECASE)
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?", re.ASCII | re.IGNORECASE
)
_RULE = re.compile(r"^RRULE[^:]*:(.*)$", re.IGNORECASE | re.MULTILINE)
LONGEST_ZONE = 100


class BadTime(ValueError):
    """The value is no date or time."""


class UnknownCalendarZone(Exception):
    """The time zone of an entry has to be asked."""


@dataclass(frozen=True, slots=True)
class When:
    """A date, or a time on the wall clock of a zone. A date is its midnight, without a zone."""

    local: datetime
    zone: tzinfo | None

    @property
    def is_day(self) -> bool:
        return self.zone is None

    def at(self, local: datetime) -> datetime:
        """The moment of another wall clock time in the same zone. Times that a clock change skips count as before it."""
        return local.replace(tzinfo=self.zone or UTC).astimezone(UTC)

    @property
    def moment(self) -> datetime:
        return self.at(self.local)

    def of(self, moment: datetime) -> datetime:
        """Wall clock time of a moment in this zone."""
        return moment.astimezone(self.zone or UTC).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Length:
    """A duration: days, which last as long as the calendar says, and exact time."""

    days: int
    exact: timedelta


class Zones:
    """Time zones of a file by their names. Unknown ones, and times without a zone, are asked about once."""

    def __init__(self, text: CalendarText, content: StaffContent, answers: Answers, *, usual: str) -> None:
        self._text, self._content, self._answers, self._usual = text, content, answers, usual
        self._known: dict[str, tzinfo | None] = {}
        self._uses: dict[str, int] = {}

    def of(self, name: str) -> tzinfo:
        """The zone with this name; an empty name means times without a zone. Raises `UnknownCalendarZone`."""
        name = name.strip()[:LONGEST_ZONE]
        if name not in self._known:
            self._known[name] = self._found(name) or self._answer(name)
        zone = self._known[name]
        if name in self._uses:
            self._uses[name] += 1
        if zone is None:
            raise UnknownCalendarZone(name)
        return zone

    def ask(self) -> None:
        """Add the questions about unknown zones to the content."""
        hint = iana_zone(self._text.zone) or self._usual
        for name, count in self._uses.items():
            question = StaffQuestion(StaffAsk.ZONE, name, guess=self._usual if name else hint, count=count)
            self._content.ask(question, self._answers, allowed=known_zones())

    def _answer(self, name: str) -> tzinfo | None:
        self._uses[name] = 0
        answer = self._answers.get(StaffQuestion(StaffAsk.ZONE, name).key, "")
        return ZoneInfo(answer) if answer in known_zones() else None

    def _found(self, name: str) -> tzinfo | None:
        if zone := iana_zone(name):
            return ZoneInfo(zone)
        return _defined(self._text.zones[name]) if name in self._text.zones else None


def iana_zone(name: str) -> str:
    """Name in the IANA database for a name of a zone, of a Windows zone, or of one with a vendor before it. Else empty."""
    bare = name.strip().strip('"')
    for found in (bare.strip("/"), WINDOWS_TO_OLSON.get(bare, "")):
        if found in known_zones():
            return str(found)
    parts = bare.strip("/").split("/") if bare.startswith("/") else []
    return next((zone for at in range(1, len(parts)) if (zone := "/".join(parts[at:])) in known_zones()), "")


def _defined(text: str) -> tzinfo | None:
    """The zone that the file itself defines, or None if the definition is unusable."""
    try:
        if any(rule_parts(rule)["FREQ"] != "YEARLY" for rule in _RULE.findall(text)):
            return None
        component = Timezone.from_ical(text)
        if not isinstance(component, Timezone):
            return None
        zone: tzinfo = component.to_tz(TZP(), lookup_tzid=False)
        datetime(2026, 7, 1, tzinfo=zone).utcoffset()
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, BadRule, TooOften):
        return None
    return zone


def when(found: Property, zones: Zones, *, raw: str | None = None) -> When:
    """The date or time of a property, or of one of its values. Raises `BadTime` or `UnknownCalendarZone`."""
    match = _TIME.fullmatch((found.raw if raw is None else raw).strip())
    if match is None:
        raise BadTime
    try:
        day = date(int(match[1][:4]), int(match[1][4:6]), int(match[1][6:]))
        clock = time(int(match[2][:2]), int(match[2][2:4]), min(59, int(match[2][4:] or 0))) if match[2] else time()
    except ValueError as error:
        raise BadTime from error
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise BadTime
    local = datetime.combine(day, clock)
    if not match[2]:
        return When(local, None)
    return When(local, UTC if match[3] else zones.of(found.params.get("TZID", "")))


def length(text: str) -> Length:
    """The duration in a text such as “PT8H” or “P1D”. Raises `BadTime`."""
    match = _DURATION.fullmatch(text.strip())
    if match is None or match[1] == "-" or not any(match.groups()[1:]):
        raise BadTime
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    return Length(7 * weeks + days, timedelta(hours=hours, minutes=minutes, seconds=seconds))
