"""Escaping of CSV cells, so that spreadsheets never run them as formulas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.escaping import FORMULA_STARTS, csv_cell

# Written out, so that no character can disappear from the product's list unnoticed.
DANGEROUS = ["=", "+", "-", "@", "\t", "\r", "\n", "\0"]


@pytest.mark.parametrize("start", DANGEROUS)
def test_formula_becomes_text(start: str) -> None:
    assert csv_cell(f"{start}1+1").startswith("'")


@given(st.text())
def test_no_cell_begins_like_a_formula_or_holds_a_nul(value: str) -> None:
    assert not csv_cell(value).startswith(FORMULA_STARTS) or value.lstrip("+-").replace(",", ".").replace(".", "").isdigit()
    assert "\0" not in csv_cell(value)


@pytest.mark.parametrize("value", ["", "Zoë", "1-1", "a=b", "'=x"])
def test_other_text_stays_as_it_is(value: str) -> None:
    assert csv_cell(value) == value


@pytest.mark.parametrize("value", ["-103", "+4", "-1.5", "-0,25", "12"])
def test_a_signed_number_stays_a_number(value: str) -> None:
    assert csv_cell(value) == value


@pytest.mark.parametrize(
    "value", ["-103\n", "-1+1", "--1", "-1.2.3", "-1-2", "+1;2", "-", "-1e5", "-1 ", "+SUM(A1)", "-\u0661"]
)
def test_text_that_begins_like_a_number_becomes_text(value: str) -> None:
    assert csv_cell(value) == f"'{value}"
