"""Blank rows, such as those that a spreadsheet saves below the table, are skipped in every file format."""

import pytest

from intake.reading.reasons import RejectionReason
from tests.intake.dirty import HEADER, parsed, rejected, understood
from tests.intake.forms import FORMS

TITLES = ("id", "agent", "date", "rating")
ROW = ("1", "Nia", "2026-01-02", 4)


@pytest.mark.parametrize("blank", ["", " ", "\t "])
@pytest.mark.parametrize("form", FORMS)
def test_blank_row_is_skipped(form: str, blank: str) -> None:
    rows = understood(FORMS[form](TITLES, [ROW, [blank] * 4, ROW, [blank] * 4]))
    assert len(rows) == len(parsed(rows)) == 2
    assert rows[1].line - rows[0].line == 2


@pytest.mark.parametrize("line", [",", ",,,", ",,,,,,,", " , ,,"])
def test_line_of_separators_is_skipped(line: str) -> None:
    rows = understood(f"{HEADER}1,Nia,2026-01-02,4\n{line}\n".encode())
    assert len(rows) == len(parsed(rows)) == 1


@pytest.mark.parametrize(
    ("line", "reason"), [(b",,,\0", RejectionReason.NUL), (b"," * 2_000_000, RejectionReason.CELL_TOO_LONG)]
)
def test_damaged_line_is_rejected_even_if_it_looks_blank(line: bytes, reason: RejectionReason) -> None:
    good = b"1,Nia,2026-01-02,4\n"
    rows = understood(HEADER.encode() + good + line + b"\n" + good * 40)
    assert [(bad.line, bad.reason) for bad in rejected(rows)] == [(3, reason)]
    assert len(parsed(rows)) == 41
