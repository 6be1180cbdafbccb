"""Reports that name the agent, the day or the channel only in the first row of each group."""

import json
from io import BytesIO

import pytest
from openpyxl import Workbook

from intake.reading.file_limits import Limits
from intake.reading.layouts import Layout, TableChoice, layout_of
from intake.reading.reasons import FileTrouble, RejectionReason
from intake.reading.sources import Item
from intake.reading.table_questions import TableAnswers
from intake.reading.text_rows import Broken

REPORT = """Team member;Day;Rating;Note
Ada Roth;03.02.2026;4;fine
;04.02.2026;5;
;05.02.2026;1;late
Subtotal;;3,3;
Ben Okoye;03.02.2026;2;
;04.02.2026;;ok
;07.02.2026;5;
Subtotal;;3,5;
Cem Ak;04.02.2026;3;
"""
NESTED = """Agent,Date,Ticket,Rating
Ada,2026-02-03,T1,4
,,T2,5
,2026-02-04,T3,1
,,T4,1
Ben,2026-02-03,T5,3
,,T6,5
,,T7,2
"""


def layout_in(content: bytes, fills: bool | None = None) -> Layout:
    layout = layout_of(BytesIO(content), Limits(), TableChoice(answers=TableAnswers(fills_gaps=fills)))
    return Layout.from_json(json.loads(json.dumps(layout.as_json())))


def items(text: str, fills: bool | None, cursor: dict[str, object] | None = None) -> list[Item]:
    return list(layout_in(text.encode(), fills).source(BytesIO(text.encode()), Limits(), cursor))


def names(text: str, *, at: int = 0, fills: bool | None = True) -> list[str]:
    return [item[1][at] for item in items(text, fills) if not isinstance(item, Broken)]


def test_question_names_the_column_with_an_example() -> None:
    layout = layout_in(REPORT.encode())
    (question,) = layout.open_questions
    assert (question.trouble, question.about) == (FileTrouble.CELLS_BELOW_EMPTY, "Team member")
    assert layout.gaps
    assert (layout.gaps.value, layout.gaps.line, layout.gaps.first_empty, layout.gaps.last_empty) == ("Ada Roth", 2, 3, 4)


@pytest.mark.parametrize("fills", [None, False])
def test_nothing_is_filled_without_a_yes(fills: bool | None) -> None:
    assert names(REPORT, fills=fills)[:3] == ["Ada Roth", "", ""]
    assert len(layout_in(REPORT.encode(), fills).open_questions) == (fills is None)


def test_cells_are_filled_and_subtotals_are_no_rows() -> None:
    assert names(REPORT) == ["Ada Roth"] * 3 + ["Ben Okoye"] * 3 + ["Cem Ak"]
    totals = [item for item in items(REPORT, fills=True) if isinstance(item, Broken)]
    assert [(item.line, item.reason) for item in totals] == [(5, RejectionReason.TOTAL), (9, RejectionReason.TOTAL)]


@pytest.mark.parametrize("total", ["Total Ada Roth", "Ada Roth – Zwischensumme", "Gesamt: Ada", "Ada Roth Total"])
def test_subtotal_with_a_name_is_never_an_agent(total: str) -> None:
    found = names(REPORT.replace("Subtotal;;3,3", f"{total};;3,3"))
    assert found == ["Ada Roth"] * 3 + ["Ben Okoye"] * 3 + ["Cem Ak"]


def test_groups_within_groups_are_filled_by_group() -> None:
    assert layout_in(NESTED.encode()).open_questions[0].about == "Agent, Date"
    days = ["2026-02-03"] * 2 + ["2026-02-04"] * 2 + ["2026-02-03"] * 3
    assert (names(NESTED), names(NESTED, at=1)) == (["Ada"] * 4 + ["Ben"] * 3, days)


def test_new_group_without_its_own_day_is_rejected() -> None:
    found = items(NESTED.replace("Ben,2026-02-03", "Ben,"), fills=True)
    unread = [item for item in found if isinstance(item, Broken)]
    assert [(item.line, item.reason) for item in unread] == [(at, RejectionReason.ABOVE_UNREAD) for at in (6, 7, 8)]


def test_reading_goes_on_with_the_value_above() -> None:
    source = layout_in(NESTED.encode(), fills=True).source(BytesIO(NESTED.encode()), Limits())
    coming = iter(source)
    for _row in range(3):
        next(coming)
    cursor = json.loads(json.dumps(source.cursor))
    assert items(NESTED, True, cursor) == items(NESTED, True)[3:]


def test_row_that_cannot_be_read_makes_the_value_above_unknown() -> None:
    broken = REPORT.replace("Ben Okoye;03.02.2026;2;", 'Ben "Okoye;"03.02.2026;2;')
    found = names(broken)
    assert "Ben Okoye" not in found
    assert found == ["Ada Roth"] * 3 + ["Cem Ak"]


def test_name_on_a_line_of_its_own_is_the_group_of_the_rows_below() -> None:
    text = "Agent,Date,Rating,Id\nAda,,,\n,2026-02-03,4,1\n,2026-02-04,5,2\nBen\n,2026-02-03,1,3\n,2026-02-05,1,4\n"
    text += ",2026-02-06,2,5\n"
    rows = [item[1] for item in items(text, fills=True) if not isinstance(item, Broken) and item[1][1]]
    assert [row[0] for row in rows] == ["Ada"] * 2 + ["Ben"] * 3


def test_sheet_of_a_workbook_is_asked_about_too() -> None:
    book = Workbook()
    for line in NESTED.splitlines():
        book.worksheets[0].append([cell or None for cell in line.split(",")])
    out = BytesIO()
    book.save(out)
    layout = layout_in(out.getvalue(), fills=True)
    assert layout.gaps
    assert layout.gaps.columns == ("Agent", "Date")
    found = [item[1][0] for item in layout.source(out, Limits()) if not isinstance(item, Broken)]
    assert found == ["Ada"] * 4 + ["Ben"] * 3


AGENTS = ["Ada", "", "Ben", "", "", "Ada", "Cem", "", "", "Ben"]


@pytest.mark.parametrize(
    "text",
    [
        # Contacts in the order of time, some of them unassigned.
        "agent,date,rating\n" + "".join(f"{name},2026-02-{at:02},4\n" for at, name in enumerate(AGENTS, start=1)),
        # Columns that are just sometimes empty.
        "id,agent,date,rating,comment\n"
        + "".join(f"{at},Ada,2026-02-{at:02},4,{'' if at % 3 else f'Nice {at}'}\n" for at in range(1, 20)),
        "id,agent,date,solved at,tag\n"
        + "".join(f"{at},Ada,2026-02-{at:02},{'' if at % 4 > 1 else f'2026-03-{at:02}'},x\n" for at in range(1, 20)),
        # The first row has nothing to repeat.
        "agent,date,rating\n" + "".join(f"{name},2026-02-01,4\n" for name in ["", "", "Ada", "", "", "Ben", ""]),
        # Too few rows to tell.
        "agent,date,rating\nAda,2026-02-01,4\n,2026-02-02,5\n,2026-02-03,5\n",
    ],
)
def test_column_that_is_just_sometimes_empty_is_never_asked_about(text: str) -> None:
    layout = layout_in(text.encode())
    assert (layout.gaps, layout.open_questions) == (None, [])
