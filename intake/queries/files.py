"""Preview of a file: parsed first rows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.utils.translation import gettext

from intake.installation_limits import limits
from intake.instruments import SATISFIED_FROM, Instrument
from intake.models import Import, StagedRow
from intake.queries.known_starts import known_starts
from intake.queries.rejections import RejectedRow
from intake.reading.contact_cells import Contacts
from intake.reading.layouts import Layout
from intake.reading.optional_cells import Losses
from intake.reading.profiles import POINTS, Field, Profile
from intake.reading.reasons import Unreadable
from intake.reading.row_parsing import ParsedRow, Rejected, SkippedRow, losses_of, read
from intake.reading.sources import Item, Source
from intake.reading.text_rows import Broken
from intake.reason_sentences import rejection_sentence, trouble_sentence
from intake.upload_storage import place_of
from people.identity import Channel
from people.queries.organisation import reporting_zone

ROWS_SHOWN = 10
# Rows in which to look for the first ones that meet the conditions.
ROWS_LOOKED_THROUGH = 5000
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
    instrument: str
    language: str
    ended_at: datetime | None
    survey_sent_at: datetime | None
    responded_at: datetime | None
    response_seconds: int | None
    handle_seconds: int | None
    is_resolved: bool | None
    resolved_on_first_contact: bool | None
    recording_url: str
    transcript: str


@dataclass(frozen=True, slots=True)
class UnusedCells:
    """Cells that rows were imported without: column, number, an example and the reason."""

    column: str
    count: int
    example: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Preview:
    """First rows, read with a profile whose fields are `columns`. `trouble` says why there are none. `lost` are cells that rows
    are imported without, and `left_out` is the number of rows that don't meet the conditions.
    """

    rows: tuple[UnderstoodRow, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    trouble: str = ""
    columns: frozenset[Field] = frozenset()
    lost: tuple[UnusedCells, ...] = ()
    left_out: int = 0

    @property
    def looked_at(self) -> int:
        return len(self.rows) + len(self.rejected)


def preview(imported: Import, profile: Profile) -> Preview:
    """Preview of the file with this profile. Reads only the first rows."""
    layout, most = Layout.from_json(imported.layout), limits()
    try:
        with place_of(imported.path).open("rb") as file:
            source = Noting(layout.source(file, most), profile.index_of(Field.RATING, layout.header))
            losses = losses_of(profile, layout.header)
            items = list(islice(source, ROWS_LOOKED_THROUGH)) if profile.names_agents else source
            starts = known_starts(items, layout.header, profile) if isinstance(items, list) else {}
            options: dict[str, Any] = {"header": layout.header, "profile": profile, "zone": reporting_zone()}
            found = read(items, **options, losses=losses, contacts=Contacts(starts=starts))
            return _preview(islice(found, ROWS_LOOKED_THROUGH), source.said, profile, losses)
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
    columns = frozenset(Field(column) for column in imported.profile.get("columns", ()))
    return Preview(rows=tuple(_understood(row) for row in staged), columns=columns)


def unused_cells(imported: Import) -> tuple[UnusedCells, ...]:
    """Cells that rows of the import were imported without, the most frequent first."""
    found = sorted(imported.lost_cells, key=lambda cells: -cells["count"])
    return tuple(_unused(cells["column"], cells["count"], cells["example"], cells["reason"]) for cells in found)


def _unused(column: str, count: int, example: str, reason: str) -> UnusedCells:
    return UnusedCells(column, count, example, rejection_sentence(reason, example, None))


def _preview(
    found: Iterable[ParsedRow | Rejected | SkippedRow], said: Mapping[int, str], profile: Profile, losses: Losses
) -> Preview:
    rows: list[ParsedRow | Rejected] = []
    left_out = 0
    for row in found:
        if isinstance(row, SkippedRow):
            left_out += 1
            continue
        rows.append(row)
        if len(rows) == ROWS_SHOWN:
            break
    return Preview(
        rows=tuple(_understood(row, said.get(row.line, "")) for row in rows if isinstance(row, ParsedRow)),
        rejected=tuple(
            RejectedRow(
                row.line,
                row.column,
                row.value,
                row.reason,
                rejection_sentence(row.reason, row.value, profile.only_scale),
                row.cells,
            )
            for row in rows
            if isinstance(row, Rejected)
        ),
        columns=frozenset(profile.columns),
        lost=tuple(_unused(cells.column, cells.count, cells.example, cells.reason) for cells in losses),
        left_out=left_out,
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
        instrument=str(Instrument(row.instrument).label),
        language=row.language,
        ended_at=row.ended_at,
        survey_sent_at=row.survey_sent_at,
        responded_at=row.responded_at,
        response_seconds=row.response_seconds,
        handle_seconds=row.handle_seconds,
        is_resolved=row.is_resolved,
        resolved_on_first_contact=row.resolved_on_first_contact,
        recording_url=row.recording_url,
        transcript=row.transcript,
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
