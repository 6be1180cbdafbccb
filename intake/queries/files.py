"""Preview of a file: parsed first rows, and possible date formats."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice

from django.utils.translation import gettext

from intake.installation_limits import limits
from intake.instruments import SATISFIED_FROM, Instrument
from intake.models import Import, StagedRow
from intake.queries.rejections import RejectedRow
from intake.reading.column_guesses import NUMBERS, DateReading, date_readings, dated_rows
from intake.reading.file_limits import Limits
from intake.reading.layouts import Layout
from intake.reading.plain_numbers import has_decimal_comma
from intake.reading.profiles import POINTS, Field, Profile, Scale
from intake.reading.reasons import Unreadable
from intake.reading.row_parsing import ParsedRow, Rejected, read
from intake.reading.sources import Item, Source
from intake.reading.text_rows import Broken
from intake.reason_sentences import rejection_sentence, trouble_sentence
from intake.upload_storage import place_of
from people.identity import Channel
from people.queries.organisation import reporting_zone

ROWS_SHOWN = 20
MOSTLY_DATES = 0.5
FEW_WORDS = 20
DETRACTOR_UP_TO, PASSIVE_UP_TO = 6, 8


@dataclass(frozen=True, slots=True)
class UnderstoodRow:
    """Row with its parsed values. `value` is in points of the instrument, up to `top`; None means no response. `said` is the
    original text in the file, if known.
    """

    line: int
    external_id: str
    agent: str
    started_at: datetime
    channel: str
    topic: str
    value: int | None
    top: int
    said: str
    verdict: str
    comment: str
    handle_seconds: int | None
    is_resolved: bool | None


@dataclass(frozen=True, slots=True)
class Preview:
    """First rows, read with a profile. `trouble` says why there are none."""

    rows: tuple[UnderstoodRow, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    trouble: str = ""

    @property
    def looked_at(self) -> int:
        return len(self.rows) + len(self.rejected)


def preview(imported: Import, profile: Profile) -> Preview:
    """Preview of the file with this profile. Reads only the first rows."""
    layout, most = Layout.from_json(imported.layout), limits()
    try:
        with place_of(imported.path).open("rb") as file:
            source = Noting(layout.source(file, most), profile.index_of(Field.RATING, layout.header))
            found = read(source, header=layout.header, profile=profile, zone=reporting_zone())
            return _preview(islice(found, ROWS_SHOWN), source.said, profile.only_scale)
    except Unreadable as error:
        return Preview(trouble=trouble_sentence(error.trouble, error.about))


class Noting:
    """Source that records the original text of one column, by line."""

    def __init__(self, source: Source, at: int | None) -> None:
        self._source, self._at = source, at
        self.said: dict[int, str] = {}

    def __iter__(self) -> Iterator[Item]:
        for item in self._source:
            if self._at is not None and not isinstance(item, Broken):
                self.said[item[0]] = item[1][self._at].strip()
            yield item

    @property
    def cursor(self) -> dict[str, int]:
        return self._source.cursor


def staged_preview(imported: Import) -> Preview:
    """Preview of staged rows."""
    staged = StagedRow.objects.filter(file=imported).order_by("line")[:ROWS_SHOWN]
    return Preview(rows=tuple(_understood(row) for row in staged))


@dataclass(frozen=True, slots=True)
class LookedAt:
    """Findings in the first rows of a file, by column: possible date formats, best first; the distinct words, if there are few;
    and decimal commas.
    """

    readings: Mapping[str, Sequence[DateReading]]
    words: Mapping[str, Sequence[str]]
    commas: frozenset[str]

    @property
    def dated(self) -> list[str]:
        """Columns that seem to contain dates. Those that could also be numbers come last."""
        return sorted(self.readings, key=lambda title: self.readings[title][0].format in {"epoch", "serial"})

    def has_decimal_comma(self, columns: Mapping[Field, str]) -> bool:
        return any(columns.get(column) in self.commas for column in NUMBERS)


def looked_at(imported: Import) -> LookedAt:
    """Findings in the first rows. Cached, because an uploaded file never changes."""
    return _looked_at(imported.path, Layout.from_json(imported.layout), limits())


@lru_cache(maxsize=32)
def _looked_at(path: str, layout: Layout, most: Limits) -> LookedAt:
    with place_of(path).open("rb") as file:
        rows = dated_rows(file, layout, most)
    columns = {title: [cells[at] for cells in rows] for at, title in enumerate(layout.header) if title}
    readings = {title: date_readings(values) for title, values in columns.items()}
    words = {title: dict.fromkeys(map(str.strip, values)) for title, values in columns.items()}
    return LookedAt(
        readings={title: found for title, found in readings.items() if found and found[0].share >= MOSTLY_DATES},
        words={title: [word for word in found if word] for title, found in words.items() if len(found) <= FEW_WORDS},
        commas=frozenset(title for title, values in columns.items() if has_decimal_comma(values)),
    )


def _preview(found: Iterable[ParsedRow | Rejected], said: Mapping[int, str], scale: Scale | None) -> Preview:
    rows = list(found)
    return Preview(
        rows=tuple(_understood(row, said.get(row.line, "")) for row in rows if isinstance(row, ParsedRow)),
        rejected=tuple(
            RejectedRow(
                row.line, row.column, row.value, row.reason, rejection_sentence(row.reason, row.value, scale), row.cells
            )
            for row in rows
            if isinstance(row, Rejected)
        ),
    )


def _understood(row: ParsedRow | StagedRow, said: str = "") -> UnderstoodRow:
    return UnderstoodRow(
        line=row.line,
        external_id=row.external_id,
        agent=row.agent,
        started_at=row.started_at,
        channel=str(Channel(row.channel).label),
        topic=row.topic,
        value=row.value,
        top=POINTS[row.instrument][1],
        said=said if said != str(row.value) else "",
        verdict=_verdict(row.instrument, row.value),
        comment=row.comment,
        handle_seconds=row.handle_seconds,
        is_resolved=row.is_resolved,
    )


def _verdict(instrument: str, value: int | None) -> str:
    """Verdict about an answer in one word, such as satisfied."""
    if value is None:
        return ""
    if instrument == Instrument.CSAT:
        return gettext("satisfied") if value >= SATISFIED_FROM else gettext("not satisfied")
    if instrument == Instrument.NPS:
        return (
            gettext("promoter")
            if value > PASSIVE_UP_TO
            else gettext("detractor")
            if value <= DETRACTOR_UP_TO
            else gettext("passive")
        )
    return ""
