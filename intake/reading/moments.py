"""Moments in UTC from what a file says in its own way and zone, each with how precise it is."""

import re
from datetime import UTC, datetime, time, timedelta, tzinfo

from intake.reading import precision
from intake.reading.days import EARLIEST_YEAR, LATEST_YEAR, day_of, of_epoch, of_serial, splitter, without_zone
from intake.reading.plain_numbers import number
from intake.reading.profiles import DateRule
from intake.reading.times_of_day import seconds_of_clock
from intake.reading.zones import zone_named

SECONDS_OF_DAY = 86_400
# Zones that `fromisoformat` doesn't support: “2026-01-02 10:00:00 UTC”, “2026-01-02 10:00:00 -0500”.
_UTC, _OFFSET = re.compile(r"\s*(?:UTC|GMT)$"), re.compile(r"\s+([+-]\d\d:?\d\d)$")
# “2026-01-02T10:00:00+01:00[Europe/Paris]”: the offset decides.
_AFTER_OFFSET = re.compile(r"(?<=Z|\d)\[[\w/+-]+\]$")
_AFTER_DATE = re.compile(r"(?<=\d)T(?=\d)")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Moments:
    """Reader of dates and times. Returns moments in UTC with their precision.

    Caches the midnight of each day and the duration of each time of day, so that a row costs two lookups and an addition.
    Only on days with a clock change does it use the zone again. A local time that occurs twice is the first of the two. One
    that is skipped is read as if the clock had not been changed: 02:30 is 03:30 then.
    """

    def __init__(self, rule: DateRule, zone: tzinfo) -> None:
        self._rule, self._zone = rule, zone_named(rule.zone) if rule.zone else zone
        self._split = splitter(rule.date)
        self._days: dict[str, tuple[datetime, bool]] = {}
        self._times: dict[str, tuple[timedelta, int]] = {}

    def of_day_and_time(self, day: str, clock: str) -> tuple[datetime, int]:
        """The moment from a cell with the date and one with the time."""
        try:
            midnight, is_plain = self._days[day]
        except KeyError:
            midnight, is_plain = self._day(day)
        try:
            since, precise = self._times[clock]
        except KeyError:
            since, precise = self._time(clock)
        if is_plain:
            return midnight + since, precise
        return (midnight + since).replace(tzinfo=self._zone).astimezone(UTC), precise

    def of_cell(self, text: str) -> tuple[datetime, int]:
        """The moment from one cell with a date, or a date and a time."""
        stripped = text.strip()
        if self._rule.date == "epoch":
            moment = of_epoch(stripped)
            return _in_range(moment), _precision(moment)
        if self._rule.date == "serial" and not _ISO_DAY.match(stripped):
            moment, _precise = self._of_moment(of_serial(number(stripped, decimal_comma=False)))
            local = moment.astimezone(self._zone)
            return moment, precision.of_fraction(stripped, local.hour * 3600 + local.minute * 60 + local.second)
        if self._rule.date == "iso" and len(stripped) > len("2026-01-31"):
            try:
                moment = datetime.fromisoformat(_OFFSET.sub(r"\1", _UTC.sub("+00:00", stripped)))
            except ValueError:
                return self._of_parts(*self._split(_AFTER_DATE.sub(" ", _AFTER_OFFSET.sub("", stripped))))
            return self._of_moment(moment)
        return self._of_parts(*self._split(stripped))

    def _of_moment(self, moment: datetime) -> tuple[datetime, int]:
        known = moment if moment.tzinfo else moment.replace(tzinfo=self._zone)
        return _in_range(known.astimezone(UTC)), _precision(moment)

    def _of_parts(self, day: str, clock: str) -> tuple[datetime, int]:
        try:
            return self.of_day_and_time(day, clock)
        except NoTime:
            bare, zone = without_zone(clock)
            since = timedelta(seconds=seconds_of_clock(bare))
            return self._of_moment(datetime.combine(day_of(day, self._rule.date), time.min, zone) + since)

    def _day(self, text: str) -> tuple[datetime, bool]:
        stripped = text.strip()
        # Real dates of a workbook arrive in this unambiguous form.
        day = day_of(stripped, "iso" if _ISO_DAY.fullmatch(stripped) else self._rule.date)
        midnight = datetime.combine(day, time.min, self._zone)
        following = datetime.combine(day + timedelta(days=1), time.min, self._zone)
        is_plain = midnight.utcoffset() == following.utcoffset()
        # On a day with a clock change the local midnight, which may not exist.
        self._days[text] = midnight.astimezone(UTC) if is_plain else midnight.replace(tzinfo=None), is_plain
        return self._days[text]

    def _time(self, text: str) -> tuple[timedelta, int]:
        stripped = text.strip()
        precise = None
        if not stripped:
            seconds = 0
        elif self._rule.time == "day_fraction" and ":" not in stripped:
            share = number(stripped.replace(",", "."), decimal_comma=False)
            seconds = round(share * SECONDS_OF_DAY)
            if not 0 <= seconds < SECONDS_OF_DAY:
                raise NoTime(text)
            precise = precision.of_fraction(stripped, seconds)
        else:
            try:
                seconds = seconds_of_clock(stripped)
            except ValueError as error:
                raise NoTime(text) from error
        self._times[text] = timedelta(seconds=seconds), precision.of_seconds(seconds) if precise is None else precise
        return self._times[text]


class NoTime(ValueError):
    """The time of day is invalid, not the date."""


def _precision(moment: datetime) -> int:
    return precision.of_seconds(moment.hour * 3600 + moment.minute * 60 + moment.second)


def _in_range(moment: datetime) -> datetime:
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        raise ValueError
    return moment
