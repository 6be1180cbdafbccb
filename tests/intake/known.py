"""Files of known help desks: recognised profile and parsed rows."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from intake.reading.column_guesses import sample, with_dates_as_written
from intake.reading.file_limits import Limits
from intake.reading.known_sources import fields_to_check, recognise
from intake.reading.layouts import layout_of
from intake.reading.profiles import Field, Profile
from intake.reading.reasons import Unreadable
from intake.reading.row_parsing import ParsedRow, Rejected, read
from tests.intake.dirty import BERLIN, parsed, rejected, rows_of


@dataclass(frozen=True)
class Known:
    """Recognised profile and rows of a file."""

    profile: Profile
    rows: list[ParsedRow | Rejected]

    @property
    def answers(self) -> list[tuple[str, str, int | None]]:
        """ID, agent and points of each row."""
        return [(row.external_id, row.agent, row.value) for row in parsed(self.rows)]

    @property
    def times(self) -> list[datetime]:
        return [row.started_at for row in parsed(self.rows)]

    @property
    def rejections(self) -> Sequence[Rejected]:
        return rejected(self.rows)


def profile_of(content: bytes) -> Profile | None:
    file = BytesIO(content)
    layout = layout_of(file, Limits())
    return recognise(layout.header, [cells for _line, cells in sample(file, layout, Limits())])


def to_check(content: bytes) -> tuple[Field, ...]:
    """Fields of the recognised profile that a person has to check."""
    file = BytesIO(content)
    layout = layout_of(file, Limits())
    rows = [cells for _line, cells in sample(file, layout, Limits())]
    profile = recognise(layout.header, rows)
    assert profile is not None, "the file was not recognised"
    return fields_to_check(profile, layout.header, rows)


def known(content: bytes) -> Known:
    profile = profile_of(content)
    assert profile is not None, "the file was not recognised"
    file = BytesIO(content)
    layout = layout_of(file, Limits())
    with suppress(Unreadable):
        profile = with_dates_as_written(profile, layout.header, [cells for _line, cells in sample(file, layout, Limits())])
    return Known(profile, rows_of(read(layout.source(file, Limits()), header=layout.header, profile=profile, zone=BERLIN)))
