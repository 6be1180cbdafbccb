"""Readers of cells: dates, times, ratings, durations. Each distinct text is read once and cached.

A `CellReader` is a dictionary from texts to values, so a cached lookup costs no Python call.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from intake.reading import precision
from intake.reading.days import EARLIEST_YEAR, LATEST_YEAR, day_of, of_epoch, of_serial, splitter, without_zone
from intake.reading.profiles import ASKED, POINTS, DateRule, Field, Profile, Scale, plain_title
from intake.reading.reasons import RejectionReason

SECONDS_OF_DAY = 86_400
LONGEST_SECONDS = 2**31 - 1

_CLOCK = re.compile(r"(?:(?:at|um)\s+)?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*([AaPp])?\.?(?:[Mm]\.?)?(?:\s*Uhr)?")
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d*)?", re.ASCII)
# Thousands separators: “1,234” and “1,234.5”; with a decimal comma “1.234” and “1.234,5”.
_GROUPED, _GROUPED_COMMA = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?"), re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d*)?")
# Zones that `fromisoformat` doesn't support: “2026-01-02 10:00:00 UTC”, “2026-01-02 10:00:00 -0500”.
_UTC, _OFFSET = re.compile(r"\s*(?:UTC|GMT)$"), re.compile(r"\s+([+-]\d\d:?\d\d)$")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DURATION = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{2})(?:[.,]\d+)?")
# “1h 2m 30s”, “5 min”, “330 seconds”.
_UNITS = re.compile(
    r"(?:(\d{1,6})\s*h(?:(?:ou)?rs?)?\.?)?\s*(?:(\d{1,6})\s*m(?:in(?:ute)?s?)?\.?)?\s*(?:(\d{1,9})\s*s(?:ec(?:ond)?s?)?\.?)?",
    re.IGNORECASE,
)
# “4/5”, “4 out of 5 stars”, “5 stars”, “★★★★☆”: a rating and the highest one. Stars are out of five by default.
_OUT_OF = re.compile(
    r"([\d.,]{1,12})\s{0,3}(?:(?:/|out of|of|von|sur)\s{0,3}([\d.,]{1,12})(?:\s{0,3}stars?)?|stars?|★)", re.IGNORECASE
)
_DRAWN = re.compile(r"[★⭐]*☆*")
STARS = 5
# Texts that help desks write for an empty value.
NOTHING = {
    "",
    "-",
    "--",
    "–",
    "—",
    "n/a",
    "#n/a",
    "na",
    "null",
    "none",
    "(empty)",
    "(blank)",
    "not rated",
    "no rating",
    "unrated",
}
_YES, _NO = {"y", "yes", "true", "1", "ja", "oui", "sí", "si"}, {"n", "no", "false", "0", "nein", "non"}


# In files of contact centres, “Inbound” and “Outcall” are calls.
CHANNELS: Mapping[str, str] = {
    **dict.fromkeys(
        ("phone", "call", "voice", "telephone", "inbound", "outbound", "outcall", "inbound call", "outbound call"), "phone"
    ),
    **dict.fromkeys(("chat", "live chat", "web chat", "messaging"), "chat"),
    **dict.fromkeys(("email", "e-mail", "mail"), "email"),
    **dict.fromkeys(("social", "social media"), "social"),
    "other": "other",
}


class UnfitCell(Exception):
    """The cell has no valid value for its column. Becomes a rejection."""

    def __init__(self, column: Field, value: str, reason: RejectionReason) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


class CellReader(dict[str, Any]):
    """Cached values by the texts of a column. `read` raises ValueError for an invalid text."""

    def __init__(self, column: Field, reason: RejectionReason, read: Callable[[str], Any]) -> None:
        super().__init__()
        self._column, self._reason, self._read = column, reason, read

    def __missing__(self, text: str) -> Any:
        try:
            meaning = self._read(text.strip())
        except (ValueError, OverflowError) as error:
            raise UnfitCell(self._column, text, self._reason) from error
        self[text] = meaning
        return meaning


def text_reader(column: Field, longest: int) -> CellReader:
    def read(text: str) -> str:
        plain = " ".join(text.split())
        if len(plain) > longest:
            raise ValueError
        return plain

    return CellReader(column, RejectionReason.VALUE_TOO_LONG, read)


def channel_reader(profile: Profile) -> CellReader:
    words = {**CHANNELS} | {word.lower(): channel for word, channel in profile.channels.items()}
    return CellReader(
        Field.CHANNEL,
        RejectionReason.VALUE_TOO_LONG,
        lambda text: words.get(text.lower(), "other") if text else profile.channel,
    )


def topic_reader(profile: Profile, longest: int) -> CellReader:
    """Reader of topics. Returns the topic group, or the text itself if it has none."""
    groups = {plain_title(word): group for word, group in profile.topics.items()}
    plain = text_reader(Field.TOPIC, longest)
    return CellReader(Field.TOPIC, RejectionReason.VALUE_TOO_LONG, lambda text: plain[groups.get(plain_title(text), text)])


def yes_or_no_reader(column: Field) -> CellReader:
    def read(text: str) -> bool | None:
        if text.lower() in NOTHING:
            return None
        if text.lower() in _YES:
            return True
        if text.lower() in _NO:
            return False
        raise ValueError

    return CellReader(column, RejectionReason.YES_OR_NO, read)


def number(text: str, *, decimal_comma: bool) -> float:
    """The number in a text. With `decimal_comma`, a comma is the decimal sign. `nan` and `inf` are invalid."""
    if decimal_comma:
        text = (text.replace(".", "") if _GROUPED_COMMA.fullmatch(text) else text).replace(",", ".")
    elif _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not _NUMBER.fullmatch(text):
        raise ValueError
    return float(text)


def rating_reader(scale: Scale) -> CellReader:
    """Reader of ratings. Returns points of the instrument, or None if there is no response."""
    low, high = POINTS[scale.instrument]
    words = {word.lower(): points for word, points in scale.words.items()}
    numbers = {float(word): points for word, points in words.items() if _NUMBER.fullmatch(word)}

    def read(text: str) -> int | None:
        if text.lower() in words:
            return words[text.lower()]
        if text.lower() in NOTHING:
            return None
        value = _rated(text, scale)
        if value in numbers:
            return numbers[value]
        if scale.words_only or not scale.lowest <= value <= scale.highest:
            raise ValueError
        if scale.factor:
            return min(high, max(low, int(value * scale.factor + 0.5)))
        if (scale.lowest, scale.highest) == (low, high):
            if value != int(value):
                raise ValueError
            return int(value)
        share = (value - scale.lowest) / (scale.highest - scale.lowest)
        return low + int(share * (high - low) + 0.5)

    return CellReader(Field.RATING, RejectionReason.SCALE, read)


def _rated(text: str, scale: Scale) -> float:
    """The number of a rating. Raises `UnfitCell` if it is out of another number than the scale's highest."""
    drawn = text.replace("\ufe0f", "")
    match, is_drawn = _OUT_OF.fullmatch(text), _DRAWN.fullmatch(drawn)
    if scale.words_only and (match or is_drawn):
        # In such a scale numbers are words, so “out of” has no meaning.
        raise ValueError
    if is_drawn:
        value, most = float(len(drawn) - drawn.count("☆")), float(len(drawn) if "☆" in drawn else STARS)
    elif match:
        value, most = (number(part, decimal_comma=scale.decimal_comma) for part in (match[1], match[2] or str(STARS)))
    else:
        return number(text, decimal_comma=scale.decimal_comma)
    if most != scale.highest:
        raise UnfitCell(Field.RATING, text, RejectionReason.OTHER_SCALE)
    return value


def asked_reader() -> CellReader:
    """Reader of survey types. Returns the instrument and a reader for its ratings."""

    def read(text: str) -> tuple[str, CellReader]:
        scale = ASKED.get(text.lower())
        if scale is None:
            raise ValueError
        return scale.instrument, rating_reader(scale)

    return CellReader(Field.INSTRUMENT, RejectionReason.INSTRUMENT, read)


def duration_reader(column: Field, style: str, *, decimal_comma: bool) -> CellReader:
    """Reader of durations in whole seconds. A plain number is seconds in every style."""

    def read(text: str) -> int | None:
        if text.lower() in NOTHING:
            return None
        if units := _UNITS.fullmatch(text):
            seconds = float(int(units[1] or 0) * 3600 + int(units[2] or 0) * 60 + int(units[3] or 0))
        elif ":" not in text:
            seconds = number(text, decimal_comma=decimal_comma)
        elif style == "clock12":
            seconds = seconds_of_clock(text)
        else:
            match = _DURATION.fullmatch(text)
            if match is None:
                raise ValueError
            seconds = int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])
        if not 0 <= seconds <= LONGEST_SECONDS:
            raise ValueError
        return round(seconds)

    return CellReader(column, RejectionReason.DURATION, read)


def seconds_of_clock(text: str) -> int:
    """Seconds since midnight of a time of day, with or without AM and PM."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise ValueError
    return _seconds(match)


def _seconds(match: re.Match[str]) -> int:
    hour, half = int(match[1]), (match[4] or "").lower()
    if half:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - a clock face
            raise ValueError
        hour = hour % 12 + (12 if half == "p" else 0)
    checked = time(hour, int(match[2]), int(match[3] or 0))
    return checked.hour * 3600 + checked.minute * 60 + checked.second


class Moments:
    """Reader of dates and times. Returns moments in UTC with their precision.

    Caches the midnight of each day and the duration of each time of day, so that a row costs two lookups and an addition.
    Only on days with a clock change does it use the zone again.
    """

    def __init__(self, rule: DateRule, zone: ZoneInfo) -> None:
        self._rule, self._zone = rule, ZoneInfo(rule.zone) if rule.zone else zone
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
        local = midnight.astimezone(self._zone).replace(tzinfo=None) + since
        return local.replace(tzinfo=self._zone).astimezone(UTC), precise

    def of_cell(self, text: str) -> tuple[datetime, int]:
        """The moment from one cell with a date, or a date and a time."""
        stripped = text.strip()
        if self._rule.date == "epoch":
            moment = of_epoch(number(stripped, decimal_comma=False))
            return _in_range(moment), _precision(moment)
        if self._rule.date == "serial" and not _ISO_DAY.match(stripped):
            moment, _precise = self._of_moment(of_serial(number(stripped, decimal_comma=False)))
            local = moment.astimezone(self._zone)
            return moment, precision.of_fraction(stripped, local.hour * 3600 + local.minute * 60 + local.second)
        if self._rule.date == "iso" and len(stripped) > len("2026-01-31"):
            try:
                moment = datetime.fromisoformat(_OFFSET.sub(r"\1", _UTC.sub("+00:00", stripped)))
            except ValueError:
                return self._of_parts(*self._split(stripped))
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
        self._days[text] = midnight.astimezone(UTC), midnight.utcoffset() == following.utcoffset()
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
