"""The first rows of a file as they will be understood, and what its dates may mean."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from feedback.limits import limits
from feedback.models import Import, StagedRow
from feedback.places import place_of
from feedback.queries.rejections import RejectedRow
from feedback.reading.guessing import DateReading, date_readings, sample
from feedback.reading.layouts import Layout
from feedback.reading.parsing import ParsedRow, Rejected, read
from feedback.reading.profiles import Profile
from feedback.reading.reasons import Unreadable
from feedback.sentences import reason_sentence, trouble_sentence
from people import queries as people

ROWS_SHOWN = 20
MOSTLY_DATES = 0.5


@dataclass(frozen=True, slots=True)
class UnderstoodRow:
    """A row as it will be taken. `value` is in points of the instrument; None: no response."""

    line: int
    external_id: str
    agent: str
    started_at: datetime
    channel: str
    topic: str
    value: int | None
    comment: str
    handle_seconds: int | None
    is_resolved: bool | None


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows under a profile; `trouble` says why there are none."""

    rows: tuple[UnderstoodRow, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    trouble: str = ""


def preview(imported: Import, profile: Profile) -> Preview:
    """The first rows of the file as this profile understands them. Reads no more than those."""
    layout, most = Layout.from_json(imported.layout), limits()
    try:
        with place_of(imported.path).open("rb") as file:
            found = read(layout.source(file, most), header=layout.header, profile=profile, zone=people.reporting_zone())
            return _preview(islice(found, ROWS_SHOWN))
    except Unreadable as error:
        return Preview(trouble=trouble_sentence(error.trouble, error.about))


def staged_preview(imported: Import) -> Preview:
    """The first rows of what has been read and waits to be published."""
    staged = StagedRow.objects.filter(file=imported).order_by("line")[:ROWS_SHOWN]
    return Preview(rows=tuple(_understood(row) for row in staged))


def readings_of(imported: Import) -> dict[str, list[DateReading]]:
    """For each column that seems to hold dates: which formats explain which share of its first rows, best first."""
    layout, most = Layout.from_json(imported.layout), limits()
    with place_of(imported.path).open("rb") as file:
        rows = [cells for _line, cells in sample(file, layout, most)]
    found = {title: date_readings([cells[at] for cells in rows]) for at, title in enumerate(layout.header)}
    return {title: readings for title, readings in found.items() if readings and readings[0].share >= MOSTLY_DATES}


def _preview(found: Iterable[ParsedRow | Rejected]) -> Preview:
    rows = list(found)
    return Preview(
        rows=tuple(_understood(row) for row in rows if isinstance(row, ParsedRow)),
        rejected=tuple(
            RejectedRow(row.line, row.column, row.value, row.reason, reason_sentence(row.reason), row.cells)
            for row in rows
            if isinstance(row, Rejected)
        ),
    )


def _understood(row: ParsedRow | StagedRow) -> UnderstoodRow:
    return UnderstoodRow(
        line=row.line,
        external_id=row.external_id,
        agent=row.agent,
        started_at=row.started_at,
        channel=row.channel,
        topic=row.topic,
        value=row.value,
        comment=row.comment,
        handle_seconds=row.handle_seconds,
        is_resolved=row.is_resolved,
    )
