"""Rows that say nothing, such as those that a spreadsheet saves below the others, are no rows in any form."""

import pytest

from intake.reading.reasons import RejectionReason
from tests.intake.dirty import HEADER, parsed, rejected, understood
from tests.intake.forms import FORMS

TITLES = ("id", "agent", "date", "rating")
ROW = ("1", "Nia", "2026-01-02", 4)


@pytest.mark.parametrize("blank", ["", " ", "\t "])
@pytest.mark.parametrize("form", FORMS)
def test_a_row_of_blank_cells_is_no_row(form: str, blank: str) -> None:
    rows = understood(FORMS[form](TITLES, [ROW, [blank] * 4, ROW, [blank] * 4]))
    assert len(rows) == len(parsed(rows)) == 2
    assert rows[1].line - rows[0].line == 2


@pytest.mark.parametrize("line", [",", ",,,", ",,,,,,,", " , ,,"])
def test_a_line_of_separators_is_no_row_however_many_there_are(line: str) -> None:
    rows = understood(f"{HEADER}1,Nia,2026-01-02,4\n{line}\n".encode())
    assert len(rows) == len(parsed(rows)) == 1


@pytest.mark.parametrize(
    ("line", "reason"), [(b",,,\0", RejectionReason.NUL), (b"," * 2_000_000, RejectionReason.CELL_TOO_LONG)]
)
def test_a_damaged_line_is_a_row_even_if_nothing_is_seen_in_it(line: bytes, reason: RejectionReason) -> None:
    good = b"1,Nia,2026-01-02,4\n"
    rows = understood(HEADER.encode() + good + line + b"\n" + good * 40)
    assert [(bad.line, bad.reason) for bad in rejected(rows)] == [(3, reason)]
    assert len(parsed(rows)) == 41
