"""Time zones as files and people write them: IANA names, offsets from UTC, cities and usual abbreviations."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.time_zones import known_zones

UTC = "UTC"
# Titles and names of fields under which a file says the zone of its times.
TITLES = frozenset(("timezone", "time_zone", "time zone"))
MOST_HOURS, MINUTES_OF_HOUR = 14, 60
LONGEST_NAME = 60
# Abbreviations and names with one meaning. All are read as local time, with the changes of the clock, because titles keep “EST”
# or “CET” all year round.
ABBREVIATIONS: Mapping[str, str] = {
    **dict.fromkeys(("z", "zulu", "utc", "gmt", "coordinated universal time", "greenwich mean time"), UTC),
    **dict.fromkeys(("cet", "cest", "mez", "mesz", "central european time", "central european summer time"), "Europe/Berlin"),
    **dict.fromkeys(("wet", "west", "western european time"), "Europe/Lisbon"),
    **dict.fromkeys(("eet", "eest", "oez", "eastern european time"), "Europe/Athens"),
    **dict.fromkeys(("et", "est", "edt", "eastern", "eastern time", "eastern standard time", "us/eastern"), "America/New_York"),
    **dict.fromkeys(("ct", "cdt", "central time", "central standard time", "us/central"), "America/Chicago"),
    **dict.fromkeys(("mt", "mdt", "mountain time", "mountain standard time", "us/mountain"), "America/Denver"),
    **dict.fromkeys(("pt", "pst", "pdt", "pacific", "pacific time", "pacific standard time"), "America/Los_Angeles"),
    **dict.fromkeys(("aet", "aedt"), "Australia/Sydney"),
    **dict.fromkeys(("nzt", "nzst", "nzdt"), "Pacific/Auckland"),
    "msk": "Europe/Moscow", "jst": "Asia/Tokyo", "kst": "Asia/Seoul", "sgt": "Asia/Singapore", "hkt": "Asia/Hong_Kong",
    "wib": "Asia/Jakarta", "sast": "Africa/Johannesburg", "brt": "America/Sao_Paulo", "pht": "Asia/Manila",
}  # fmt: skip
# Other abbreviations with several meanings, or that only look like one of a zone.
_LIKE_ABBREVIATION = re.compile(r"[A-Z]{2,3}T")
_NOT_ZONES = {"CSAT", "AHT", "ACT", "CAT", "TXT", "ART", "DIST", "LIST", "POST", "TEXT", "DATE"}
_LIKE_NAME = re.compile(
    r"(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|Mexico|Pacific|US)/[\w/+-]+",
    re.IGNORECASE,
)
_LIKE_UTC = re.compile(r"(?:UTC|GMT)\b", re.IGNORECASE)
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+\-\u2212])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_STORED = re.compile(r"UTC([+-])(\d\d):(\d\d)", re.ASCII)
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
# “Created UTC”, “created_at_utc”, “createdAtUtc”, “Date UTC+2”.
_AT_END = re.compile(
    r"(?:^|[\s_\-,:/]|(?<=[a-z])(?=[UG]))((?:UTC|GMT|[Uu]tc|[Gg]mt)(?:\s*[+\-\u2212]\s*\d{1,2}(?::?\d{2})?)?)\s*$"
)
# “creation date Europe/Warsaw”.
_NAME_AT_END = re.compile(rf"(?:^|[\s,:])({_LIKE_NAME.pattern})\s*$", re.IGNORECASE)
_AROUND = re.compile(r"^(?:in|time ?zone|tz|zone|all times(?: in)?)\b[:\s]*|\s*\b(?:time ?zone)$", re.IGNORECASE)


class UnknownZone(ValueError):
    """No known time zone has this name, or several have."""


def zone_named(name: str) -> tzinfo:
    """The zone of a stored name: an IANA name, or an offset such as `UTC+05:30`. Raises `UnknownZone`."""
    if match := _STORED.fullmatch(name):
        distance = timedelta(hours=int(match[2]), minutes=int(match[3]))
        return timezone(-distance if match[1] == "-" else distance)
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        raise UnknownZone(name) from error


def zone_name(text: str) -> str:
    """Name to store for a zone that a person or a file names. Raises `UnknownZone`."""
    plain = " ".join(_AROUND.sub("", " ".join(text.split())).split())
    if (known := ABBREVIATIONS.get(plain.lower().replace(" (us & canada)", ""))) is not None:
        return known
    if match := _OFFSET.fullmatch(plain):
        return _offset_name(match)
    name = _names().get(plain.lower().replace(" ", "_"), "")
    if not name:
        raise UnknownZone(text)
    return name


def stated_zone(value: object) -> str:
    """Name to store for the zone in a value of a file, or empty if it is no known zone."""
    with suppress(UnknownZone):
        return zone_name(value) if isinstance(value, str) and 0 < len(value) <= LONGEST_NAME else ""
    return ""


def zone_in_title(title: str) -> str:
    """Name of the zone in a column's title, or empty without one. Raises `UnknownZone` if it names an unknown one."""
    for text in reversed(_BRACKETS.findall(title)):
        try:
            return zone_name(text)
        except UnknownZone:
            if _looks_like_zone(_AROUND.sub("", text.strip())):
                raise
    match = _AT_END.search(title) or _NAME_AT_END.search(title)
    return zone_name(match[1]) if match else ""


def without_zone_in_title(title: str) -> str:
    """The title without its zone, such as “created” for “created (UTC)”."""
    try:
        if not zone_in_title(title):
            return title
    except UnknownZone:
        return title
    bare = _NAME_AT_END.sub("", _AT_END.sub("", title))
    return (bare if bare != title else _BRACKETS.sub("", title)).strip(" _-,:/")


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """IANA names of places, in order."""
    return tuple(sorted(name for name in known_zones() if _LIKE_NAME.fullmatch(name) and not name.startswith("Etc/")))


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    """Names by name and, if only one place has it, by city, in lower case."""
    cities: dict[str, str] = {}
    for name in zone_names():
        city = name.rpartition("/")[2].lower()
        cities[city] = "" if city in cities else name
    # Old names such as “EST” and “Cuba” aren't places.
    return {**cities, **{name.lower(): name for name in known_zones() if "/" in name}}


def _looks_like_zone(text: str) -> bool:
    if _LIKE_UTC.match(text) or _LIKE_NAME.fullmatch(text):
        return True
    return _LIKE_ABBREVIATION.fullmatch(text) is not None and text not in _NOT_ZONES


def _offset_name(match: re.Match[str]) -> str:
    hours, minutes = int(match[2]), int(match[3] or 0)
    if hours > MOST_HOURS or minutes >= MINUTES_OF_HOUR:
        raise UnknownZone(match[0])
    if not hours and not minutes:
        return UTC
    return f"UTC{'+' if match[1] == '+' else '-'}{hours:02}:{minutes:02}"
