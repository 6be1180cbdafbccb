"""Recognition of the file of a known help desk or survey tool, and the profile that reads it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from intake.reading.profiles import REQUIRED, DateRule, Field, Profile, RowFilter, Scale, plain_title
from intake.reading.survey_questions import Questions, guessed

ZONE = "zone"
Titles = Sequence[str | re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class KnownSource:
    """Export of a help desk or a survey tool: possible titles of each field, and how its cells are read.

    A title is plain text, or an expression whose group `zone` is the zone of the file's times. With `questions`, answers to
    different questions are in different columns, and `{key}` in a title is the question with the rating. A file is recognised
    by all of `marks` and, if there are any, one of `beside`; other columns can be missing. A mark is a title, or a field with
    one of its titles. If ratings are `worded`, they must be words of the scale. `order` has the positions of the fields for
    files with translated titles; then every cell of the field `proof` must match its expression.

    Columns of `asks` depend on a company's own survey. They are guessed from columns that are not among `others`, and a person
    checks them. Only rows that meet `rows` are read, as far as the file has those columns. Those that meet `no_agent_if` have
    no agent.
    """

    name: str
    source: str
    titles: Mapping[Field, Titles]
    marks: Sequence[str | re.Pattern[str] | Field]
    dates: DateRule = field(default_factory=DateRule)
    scale: Scale = field(default_factory=Scale)
    asked: Mapping[str, Scale] = field(default_factory=dict)
    durations: str = "seconds"
    channel: str = "other"
    id_part: str = ""
    no_row: str = ""
    worded: bool = False
    beside: Sequence[str] = ()
    order: Sequence[Field | None] = ()
    proof: tuple[Field, str] | None = None
    questions: Questions | None = None
    asks: Sequence[Field] = ()
    others: Sequence[str] = ()
    rows: Sequence[RowFilter] = ()
    no_agent_if: RowFilter | None = None

    def recognised(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Profile | None:
        """The profile for this file, or None if it isn't from this source."""
        if not self.missing(header) and self._has_one_beside(header):
            found = self.profile(header, rows)
        elif self._is_translated(header, rows):
            by_place = {column: header[at] for at, column in enumerate(self.order[: len(header)]) if column}
            found = self._profile(by_place, header)
        else:
            return None
        return found if self._fits(found, header, rows) else None

    def missing(self, header: Sequence[str]) -> list[str]:
        """Columns by which this source is recognised and which the file lacks."""
        missing = [mark for mark in self.marks if not self._has(mark, header)]
        return [words_of(self.titles[mark][0] if isinstance(mark, Field) else mark) for mark in missing]

    def profile(self, header: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> Profile:
        """The profile for this file, without checking it. Required columns are always included."""
        key = self.questions.rated(header, rows)[0] if self.questions else ""
        columns = {column: title for column in self.titles if (title := self._found(column, header, key))}
        if self.asks:
            columns |= guessed(self._to_guess(), self._free(header, columns.values()), header, rows)
        for column in REQUIRED:
            columns.setdefault(column, words_of(self.titles[column][0]))
        found = self._profile(columns, header, self._zone(header))
        return replace(found, scale=self.questions.scale(found.scale, key, header, rows)) if self.questions else found

    def to_check(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[Field, ...]:
        """Fields whose columns a person has to check, because the file alone doesn't settle them."""
        is_open = self.questions is not None and not self.questions.rated(header, rows)[1]
        return tuple(dict.fromkeys((*((Field.RATING,) if is_open else ()), *self.asks)))

    def titles_to_come(self, header: Sequence[str]) -> list[str]:
        """Titles of fields that this file lacks."""
        if self.worded or self.missing(header):
            return []
        lacking = [titles[0] for titles in self.titles.values() if not any(title_in(wanted, header) for wanted in titles)]
        return [title for title in lacking if isinstance(title, str) and "{key}" not in title]

    def _profile(self, columns: Mapping[Field, str], header: Sequence[str], zone: str = "") -> Profile:
        return Profile(
            name=self.name,
            source=self.source,
            columns=columns,
            dates=replace(self.dates, zone=zone or self.dates.zone),
            scale=self.scale,
            asked=self.asked,
            durations=self.durations,
            channel=self.channel,
            id_part=self.id_part,
            no_row=self.no_row,
            rows=tuple(found for condition in self.rows if (found := _in_file(condition, header))),
            no_agent_if=_in_file(self.no_agent_if, header) if self.no_agent_if else None,
        )

    def _to_guess(self) -> list[Field]:
        return [column for column in self.asks if column is not Field.RATING or self.questions is None]

    def _free(self, header: Sequence[str], taken: Collection[str]) -> list[str]:
        """Columns without a meaning that the source itself gives them."""
        return [title for title in header if title not in taken and not any(title_in(each, [title]) for each in self.others)]

    def _has(self, mark: str | re.Pattern[str] | Field, header: Sequence[str]) -> bool:
        if not isinstance(mark, Field):
            return bool(title_in(mark, header))
        if self.questions and mark is Field.RATING:
            return bool(self.questions.keys(header))
        return bool(self._found(mark, header))

    def _found(self, column: Field, header: Sequence[str], key: str = "") -> str:
        wanted = (title.replace("{key}", key) if isinstance(title, str) else title for title in self.titles[column])
        return next((title for each in wanted if (title := title_in(each, header))), "")

    def _zone(self, header: Sequence[str]) -> str:
        patterns = [title for titles in self.titles.values() for title in titles if isinstance(title, re.Pattern)]
        for title in header:
            for pattern in patterns:
                if (match := pattern.fullmatch(title.strip())) and _is_zone(match.groupdict().get(ZONE, "")):
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
    """The matching title of the header, or empty. Nested fields may be written with two underscores instead of a dot."""
    if isinstance(wanted, re.Pattern):
        return next((title for title in header if (found := wanted.fullmatch(title.strip())) and _is_valid(found)), "")
    plain = plain_title(wanted)
    return next(
        (title for title in header if plain_title(title) == plain or plain_title(title).replace("__", ".") == plain), ""
    )


def words_of(wanted: str | re.Pattern[str]) -> str:
    return wanted.pattern if isinstance(wanted, re.Pattern) else wanted


def _in_file(condition: RowFilter, header: Sequence[str]) -> RowFilter | None:
    title = title_in(condition.column, header)
    return replace(condition, column=title) if title else None


def _is_valid(found: re.Match[str]) -> bool:
    return ZONE not in found.groupdict() or _is_zone(found[ZONE])


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return False
    return True
