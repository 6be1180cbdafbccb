"""Time zones of a file's dates, from the titles of its columns, its cells, and what the file itself says."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from intake.reading.profiles import MOMENTS, Field, Profile, plain_title
from intake.reading.reasons import FileTrouble, Unreadable
from intake.reading.zones import TITLES, UnknownZone, stated_zone, zone_in_title

DATED = (Field.STARTED, Field.RESPONDED, *MOMENTS)
# A time with an offset of its own, such as “10:00:00Z”, “10:00 +02:00” and “10:00 CEST”.
_OWN_OFFSET = re.compile(
    r".*\d{2}(?:\.\d+)?\s*(?:[AaPp][Mm]\s*)?"
    r"(?:Z|(?:UTC|GMT)[+-]\d{1,2}|(?:UTC|GMT)?[+-]\d\d:?\d\d|[A-Z]{3,4})(?:\[[\w/+-]+\])?|\d{8}T\d{4,6}Z",
    re.DOTALL,
)
_MERIDIEM = re.compile(r".*[AaPp]\.?[Mm]\.?", re.DOTALL)
_DAYS_ONLY = re.compile(r"[\d./-]{6,10}")


def carry_offsets(values: Sequence[str]) -> bool:
    """True if all dates with a time have their own offset from UTC, or count from a moment in UTC."""
    given = [value.strip() for value in values if value.strip()]
    return bool(given) and all(has_own_offset(value) for value in given)


def has_own_offset(value: str) -> bool:
    """True for a date with its own offset from UTC, and for seconds since 1970."""
    if value.isdecimal():
        return len(value) > len("20261231")
    return not _DAYS_ONLY.fullmatch(value) and not _MERIDIEM.fullmatch(value) and _OWN_OFFSET.fullmatch(value) is not None


def zones_in_titles(columns: Mapping[Field, str]) -> dict[Field, str]:
    """Zones that the titles of date columns name."""
    zones = {}
    for column in DATED:
        with suppress(UnknownZone):
            if zone := zone_in_title(columns.get(column, "")):
                zones[column] = zone
    return zones


def unknown_zone(profile: Profile, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Title of a date column that names an unknown zone, or empty. Dates with their own offset need none."""
    for column in DATED:
        at = profile.index_of(column, header)
        if at is None or carry_offsets([row[at] for row in rows]):
            continue
        try:
            zone_in_title(header[at])
        except UnknownZone:
            return header[at]
    return ""


def zones_in_cells(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Zones that a column “Timezone” names, each with the title. An unknown name is its own."""
    found: dict[str, str] = {}
    for at, title in enumerate(header):
        if plain_title(title) in TITLES:
            found |= {stated_zone(text) or text: title for row in rows if (text := row[at].strip())}
    return found


def with_zone(profile: Profile, zone: str) -> Profile:
    """The profile with this zone, or else that in the title of the start. Columns whose titles name a third one keep it."""
    named = zones_in_titles(profile.columns)
    start = named.get(Field.STARTED, "")
    usual = zone or start
    others = {column: name for column, name in named.items() if name not in {usual, start}}
    return replace(profile, dates=replace(profile.dates, zone=usual, zones=others))


def with_zone_as_written(profile: Profile, said: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Profile:
    """The profile with the zone of this file: what the file says itself, then the profile, then the titles, then a column.

    Raises `Unreadable` if a title names an unknown zone and nothing else tells it, or if a column names several zones.
    """
    zone = said or profile.dates.zone
    if not zone and (title := unknown_zone(profile, header, rows)):
        raise Unreadable(FileTrouble.ZONE_UNKNOWN, title)
    if not zone and Field.STARTED not in zones_in_titles(profile.columns):
        at, named = profile.index_of(Field.STARTED, header), zones_in_cells(header, rows)
        if named and at is not None and not carry_offsets([row[at] for row in rows]):
            if not is_one_zone(named):
                raise Unreadable(FileTrouble.ZONE_UNKNOWN, next(iter(named.values())))
            zone = next(iter(named))
    return with_zone(profile, zone)


def is_one_zone(named: Mapping[str, str]) -> bool:
    """True if the zones of a column are a single known one."""
    return len(named) == 1 and bool(stated_zone(next(iter(named))))
