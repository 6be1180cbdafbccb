"""Recognition of the file of a known help desk, and the profile that reads it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from intake.reading.profiles import REQUIRED, DateRule, Field, Profile, Scale, plain_title

ZONE = "zone"


@dataclass(frozen=True, slots=True)
class KnownSource:
    """Export of a help desk: possible titles of each field, and how its cells are read.

    A title is plain text, or an expression whose group `zone` is the zone of the file's times. A file is recognised by all
    columns of `marks` and, if there are any, one of `beside`; other columns can be missing. If ratings are `worded`, they
    must be words of the scale. `order` has the positions of the fields for files with translated titles; then every cell of
    the field `proof` must match its expression.
    """

    name: str
    source: str
    titles: Mapping[Field, Sequence[str | re.Pattern[str]]]
    marks: Sequence[str | re.Pattern[str]]
    dates: DateRule = field(default_factory=DateRule)
    scale: Scale = field(default_factory=Scale)
    durations: str = "seconds"
    channel: str = "other"
    id_part: str = ""
    no_row: str = ""
    worded: bool = False
    beside: Sequence[str] = ()
    order: Sequence[Field | None] = ()
    proof: tuple[Field, str] | None = None

    def recognised(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Profile | None:
        """The profile for this file, or None if it isn't from this source."""
        if not self.missing(header) and self._has_one_beside(header):
            found = self.profile(header)
        elif self._is_translated(header, rows):
            by_place = {column: header[at] for at, column in enumerate(self.order[: len(header)]) if column}
            found = self._profile(by_place)
        else:
            return None
        return found if self._fits(found, header, rows) else None

    def missing(self, header: Sequence[str]) -> list[str]:
        """Columns by which this source is recognised and which the file lacks."""
        return [words_of(mark) for mark in self.marks if not title_in(mark, header)]

    def profile(self, header: Sequence[str]) -> Profile:
        """The profile for this file, without checking it. Required columns are always included."""
        columns = {column: title for column in self.titles if (title := self._found(column, header))}
        for column in REQUIRED:
            columns.setdefault(column, words_of(self.titles[column][0]))
        return self._profile(columns, self._zone(header))

    def _profile(self, columns: Mapping[Field, str], zone: str = "") -> Profile:
        return Profile(
            name=self.name,
            source=self.source,
            columns=columns,
            dates=replace(self.dates, zone=zone or self.dates.zone),
            scale=self.scale,
            durations=self.durations,
            channel=self.channel,
            id_part=self.id_part,
            no_row=self.no_row,
        )

    def _found(self, column: Field, header: Sequence[str]) -> str:
        return next((title for wanted in self.titles[column] if (title := title_in(wanted, header))), "")

    def _zone(self, header: Sequence[str]) -> str:
        patterns = [title for titles in self.titles.values() for title in titles if isinstance(title, re.Pattern)]
        for title in header:
            for pattern in patterns:
                if (match := pattern.fullmatch(title.strip())) and _is_zone(match[ZONE]):
                    return match[ZONE]
        return ""

    def _has_one_beside(self, header: Sequence[str]) -> bool:
        return not self.beside or any(plain_title(title).partition(".")[0] in self.beside for title in header)

    def _is_translated(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
        if self.proof is None or not rows or not len(self.order) - 1 <= len(header) <= len(self.order):
            return False
        column, expression = self.proof
        given = [row[self.order.index(column)].strip() for row in rows]
        return any(given) and all(re.fullmatch(expression, cell) for cell in given if cell)

    def _fits(self, profile: Profile, header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
        if not self.worded:
            return True
        at = profile.index_of(Field.RATING, header)
        given = {row[at].strip().lower() for row in rows if row[at].strip()} if at is not None else set()
        return bool(given) and given <= self.scale.words.keys()


def title_in(wanted: str | re.Pattern[str], header: Sequence[str]) -> str:
    """The matching title of the header, or empty."""
    if isinstance(wanted, re.Pattern):
        return next((title for title in header if (found := wanted.fullmatch(title.strip())) and _is_zone(found[ZONE])), "")
    return next((title for title in header if plain_title(title) == plain_title(wanted)), "")


def words_of(wanted: str | re.Pattern[str]) -> str:
    return wanted.pattern if isinstance(wanted, re.Pattern) else wanted


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return False
    return True
