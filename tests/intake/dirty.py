"""Real-world files for tests, and the result of reading them."""

from collections.abc import Iterable
from io import BytesIO
from zoneinfo import ZoneInfo

from intake.reading.file_limits import Limits
from intake.reading.layouts import layout_of
from intake.reading.profiles import DateRule, Field, Profile
from intake.reading.row_parsing import ParsedRow, Rejected, SkippedRow, read

BERLIN = ZoneInfo("Europe/Berlin")

# A profile of no source in particular, for files with these four columns.
PLAIN = Profile(
    name="generic",
    source="plain",
    columns={Field.EXTERNAL_ID: "id", Field.AGENT: "agent", Field.STARTED: "date", Field.RATING: "rating"},
    dates=DateRule(date="iso"),
)
HEADER = "id,agent,date,rating\n"


def understood(content: bytes, profile: Profile = PLAIN, limits: Limits | None = None) -> list[ParsedRow | Rejected]:
    """All rows of the file, parsed or rejected."""
    most = limits or Limits()
    file = BytesIO(content)
    layout = layout_of(file, most)
    return rows_of(read(layout.source(file, most), header=layout.header, profile=profile, zone=BERLIN))


def rows_of(found: Iterable[ParsedRow | Rejected | SkippedRow]) -> list[ParsedRow | Rejected]:
    """Rows that meet the profile's conditions."""
    return [row for row in found if not isinstance(row, SkippedRow)]


def parsed(rows: list[ParsedRow | Rejected]) -> list[ParsedRow]:
    return [row for row in rows if isinstance(row, ParsedRow)]


def rejected(rows: list[ParsedRow | Rejected]) -> list[Rejected]:
    return [row for row in rows if isinstance(row, Rejected)]
