"""Rows without their last cells, because the exporter leaves out empty cells at the end."""

import json
from io import BytesIO

import pytest

from intake.reading.file_limits import Limits
from intake.reading.layouts import Layout, TableChoice, layout_of
from intake.reading.reasons import FileTrouble, RejectionReason, Unreadable
from intake.reading.table_questions import TableAnswers
from intake.reading.text_rows import Broken

HEADER = "case\twhen\twho\tstars\tremark\ttag\n"
ROWS = [
    "K1\t2026-03-01 10:00\tAda\t4\tfine\tvip",
    "K2\t2026-03-01 11:00\tBen\t5",
    "K3\t2026-03-02 09:00\tAda",
    "K4\t2026-03-02 10:00\tCem\t2\tslow",
    "K5\t2026-03-02 11:00\tBen\t\tno answer\tvip",
    "K6\t2026-03-03 09:00\tCem\t3",
    "K7\t2026-03-03 10:00\tAda\t1\trude\tvip",
]
FILE = HEADER + "\n".join(ROWS) + "\n"


def layout_in(text: str, is_empty: bool | None = None) -> Layout:
    layout = layout_of(BytesIO(text.encode()), Limits(), TableChoice(answers=TableAnswers(ends_early=is_empty)))
    return Layout.from_json(json.loads(json.dumps(layout.as_json())))


def read(text: str, *, is_empty: bool | None = True) -> tuple[list[list[str]], list[Broken]]:
    found = list(layout_in(text, is_empty).source(BytesIO(text.encode()), Limits()))
    return [item[1] for item in found if isinstance(item, tuple)], [item for item in found if isinstance(item, Broken)]


def test_question_shows_a_row_and_what_it_lacks() -> None:
    layout = layout_in(FILE)
    assert [question.trouble for question in layout.open_questions] == [FileTrouble.ROWS_END_EARLY]
    assert layout.early
    assert (layout.early.line, layout.early.text) == (3, "K2 | 2026-03-01 11:00 | Ben | 5")
    assert layout.early.lacking == ("remark", "tag")


def test_missing_cells_are_empty_if_a_person_says_so() -> None:
    rows, rejected = read(FILE)
    assert rejected == []
    assert rows == [[*line.split("\t"), "", "", ""][:6] for line in ROWS]
    assert layout_in(FILE, is_empty=True).open_questions == []


@pytest.mark.parametrize("is_empty", [None, False])
def test_rows_are_listed_otherwise(is_empty: bool | None) -> None:
    rows, rejected = read(FILE, is_empty=is_empty)
    assert len(rows) == 3
    assert [(bad.line, bad.reason) for bad in rejected] == [(at, RejectionReason.CELLS_MISSING) for at in (3, 4, 5, 7)]


@pytest.mark.parametrize(
    "row",
    [
        # Without a separator, a date, a number or a name is in another column.
        "K8\t2026-03-04 09:00 Ben\t5\tgood",
        "K8\tBen\t5\tgood\tvip",
        "2026-03-04 09:00\tBen\t5\tgood\tvip",
        "K8\t2026-03-04 09:00\t5",
    ],
)
def test_row_with_a_value_in_another_column_is_never_completed(row: str) -> None:
    rows, rejected = read(f"{FILE}{row}\n")
    assert len(rows) == 7
    assert [bad.line for bad in rejected] == [9]


def test_unclosed_quote_costs_its_row_only() -> None:
    rows, rejected = read(FILE.replace("\tBen\t5", '\t"Ben\t5').replace("\tslow", '\tslow"'))
    assert {row[0] for row in rows} | {bad.value[:2] for bad in rejected} == {f"K{at}" for at in range(1, 8)}
    assert ["K3", "2026-03-02 09:00", "Ada", "", "", ""] in rows


def test_rows_of_one_length_below_the_header_are_refused_as_before() -> None:
    # The title that is too many could be anywhere.
    with pytest.raises(Unreadable, match=FileTrouble.HEADER_UNEVEN):
        layout_in("case,when,who,stars,tag\n" + "".join(f"K{at},2026-03-01,Ada,5\n" for at in range(9)))


def test_header_with_fewer_titles_than_some_rows_have_cells_is_not_asked_about() -> None:
    layout = layout_in(FILE.replace("\ttag\n", "\n", 1))
    assert (layout.early, layout.open_questions) == (None, [])


def test_rows_that_end_with_empty_cells_are_not_asked_about() -> None:
    text = "case,when,who,stars,tag\n" + "".join(f"K{at},2026-03-01,Ada,5,\n" for at in range(20)) + "K9,2026-03-01,Ada\n" * 3
    layout = layout_in(text)
    assert (layout.early, layout.open_questions) == (None, [])
