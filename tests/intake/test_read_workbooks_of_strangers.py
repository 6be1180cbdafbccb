"""Workbooks of other programs: shared and inline texts, dates as numbers, formulas, titles, several sheets."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from intake.reading.file_limits import Limits
from intake.reading.layouts import layout_of
from intake.reading.merged_cells import Merge
from intake.reading.reasons import RejectionReason
from intake.reading.workbooks import Workbook as Book
from tests.intake.dirty import parsed, rejected
from tests.intake.forms import as_workbook
from tests.intake.test_files_nobody_here_wrote import as_guessed

HEADER = ("id", "agent", "date", "rating")
ROW = ("1", "Zoë", "2026-01-05", 4)
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{}</Types>'
)
KEPT_APART = (
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
RELATIONS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def packed(sheet: str, *, shared: str = "", properties: str = "") -> bytes:
    """Minimal workbook with one sheet."""
    related = f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    related += f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>' if shared else ""
    parts = {
        "[Content_Types].xml": TYPES.format(KEPT_APART if shared else ""),
        "_rels/.rels": RELATIONS.format(f'<Relationship Id="r0" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}<sheets>'
        '<sheet name="Ratings" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": RELATIONS.format(related),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    if shared:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{shared}</sst>'
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


INLINE_HEADER = "".join(cell(f"{column}1", title) for column, title in zip("ABCD", HEADER, strict=True))


def test_shared_and_inline_texts_are_read() -> None:
    kept = "".join(f"<si><t>{text}</t></si>" for text in (*HEADER, "2026-01-05")) + "<si><r><t>Zo</t></r><r><t>ë</t></r></si>"
    header = "".join(f'<c r="{column}1" t="s"><v>{at}</v></c>' for at, column in enumerate("ABCD"))
    row = '<c r="A2"><v>1</v></c><c r="B2" t="s"><v>5</v></c><c r="C2" t="s"><v>4</v></c><c r="D2"><v>4</v></c>'
    apart = packed(f'<row r="1">{header}</row><row r="2">{row}</row>', shared=kept)
    row = f'<c r="A2"><v>1</v></c>{cell("B2", "Zoë")}{cell("C2", "2026-01-05")}<c r="D2"><v>4</v></c>'
    in_place = packed(f'<row r="1">{INLINE_HEADER}</row><row r="2">{row}</row>')
    for content in (apart, in_place):
        assert [(row.external_id, row.agent, row.value) for row in parsed(as_guessed(content))] == [("1", "Zoë", 4)]


def test_a_formula_counts_with_the_value_last_saved() -> None:
    row = f'<c r="A2"><v>1</v></c>{cell("B2", "Zoë")}{cell("C2", "2026-01-05")}<c r="D2"><f>2+2</f><v>4</v></c>'
    assert [row.value for row in parsed(as_guessed(packed(f'<row r="1">{INLINE_HEADER}</row><row r="2">{row}</row>')))] == [4]


@pytest.mark.parametrize("is_1904", [False, True])
def test_dates_are_dates_in_both_calendars(is_1904: bool) -> None:
    book = Workbook()
    if is_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    sheet.append(HEADER)
    sheet.append(["1", "Zoë", datetime(2026, 1, 5, 10, 30), 4])  # noqa: DTZ001 - workbooks know no zone
    out = BytesIO()
    book.save(out)
    assert [row.started_at for row in parsed(as_guessed(out.getvalue()))] == [datetime(2026, 1, 5, 9, 30, tzinfo=UTC)]


def test_unformatted_dates_are_spreadsheet_day_numbers() -> None:
    rows = parsed(as_guessed(as_workbook(HEADER, [("1", "Zoë", 46027.4375, 4), ("2", "Zoë", 46028, 4)])))
    assert [str(row.started_at) for row in rows] == ["2026-01-05 09:30:00+00:00", "2026-01-05 23:00:00+00:00"]


def test_real_dates_are_read_among_texts_in_another_format() -> None:
    cells = ("1", "Zoë", datetime(2026, 1, 5, 10, 30), 4), ("2", "Zoë", "13 Jan 2026 10:00", 5)  # noqa: DTZ001 - as above
    assert [row.started_at.day for row in parsed(as_guessed(as_workbook(HEADER, cells)))] == [5, 13]


def test_titles_above_the_header_are_skipped() -> None:
    content = as_workbook(HEADER, [ROW], before=[["Satisfaction"], ["Period", "January 2026"], []])
    assert [row.line for row in parsed(as_guessed(content))] == [5]


def test_sheets_that_are_not_read_are_named() -> None:
    book = Workbook()
    for name in ("January", "Notes", "February", "Empty"):
        book.create_sheet(name)
    book.remove(book.worksheets[0])
    for name in ("January", "February"):
        book[name].append(HEADER)
        book[name].append(ROW)
    book["Notes"].append(["Please read"])
    out = BytesIO()
    book.save(out)
    layout = layout_of(BytesIO(out.getvalue()), Limits())
    assert (layout.sheet, layout.left_out) == (0, ("February",))


def test_a_row_that_is_wider_than_the_header_is_shown_as_it_is() -> None:
    (bad,) = rejected(as_guessed(as_workbook(HEADER, [ROW, ROW, (*ROW, "Note")])))
    assert (bad.line, bad.reason, bad.value) == (4, RejectionReason.CELLS_EXTRA, "1, Zoë, 2026-01-05, 4, Note")


def merged(rows: Sequence[tuple[object, ...]], *ranges: str) -> bytes:
    """A workbook with merged cells."""
    book = Workbook()
    for row in (HEADER, *rows):
        book.worksheets[0].append(row)
    for each in ranges:
        # `merge_cells` would also make each of the cells.
        book.worksheets[0].merged_cells.add(each)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


MERGED = [
    ("1", "Zoë", "2026-01-05", 4),
    ("2", None, "2026-01-06", 5),
    ("3", None, "2026-01-07", 1),
    ("4", None, "2026-01-08", 2),
    ("5", "Bo", "2026-01-09", 3),
]


def test_merged_cells_are_filled_down() -> None:
    content = merged(MERGED, "B2:B4")
    assert layout_of(BytesIO(content), Limits()).merged == 1
    assert [(row.line, row.agent) for row in parsed(as_guessed(content))] == [
        (2, "Zoë"),
        (3, "Zoë"),
        (4, "Zoë"),
        (5, ""),
        (6, "Bo"),
    ]


@pytest.mark.parametrize("after", range(1, 7))
def test_reading_can_continue_within_merged_cells(after: int) -> None:
    content = merged(MERGED, "B2:B4", "C5:C6")
    layout = layout_of(BytesIO(content), Limits())
    whole = list(layout.source(BytesIO(content), Limits()))
    assert list(layout.source(BytesIO(content), Limits(), {"line": after})) == whole[after - 1 :]


def test_merged_cells_beside_the_table_are_not_filled_down() -> None:
    content = merged([MERGED[0], *[(*row, None, None) for row in MERGED[1:]]], "B2:B4", "F2:F4", "XFD2:XFD1048576")
    layout = layout_of(BytesIO(content), Limits())
    assert layout.merged == 1
    assert Book(BytesIO(content), Limits()).merges(0, below=1, width=4) == [Merge(2, 4, 1)]


def test_row_that_is_merged_in_all_columns_is_one_row() -> None:
    content = merged([*MERGED[:1], (None,) * 4, *MERGED[4:]], *(f"{column}2:{column}3" for column in "ABCD"))
    assert [row.line for row in parsed(as_guessed(content))] == [2, 4]


def test_merged_titles_are_not_filled_down() -> None:
    content = as_workbook(HEADER, [ROW], before=[["Report", None, None, None], [None, None, None, "x"]])
    book = load_workbook(BytesIO(content))
    book.worksheets[0].merge_cells("A1:C1")
    out = BytesIO()
    book.save(out)
    layout = layout_of(BytesIO(out.getvalue()), Limits())
    assert (layout.header, layout.merged) == (HEADER, 0)


def test_second_header_row_and_a_file_without_titles_in_a_workbook() -> None:
    second = ("Number", "Name", "Day", "Stars")
    layout = layout_of(BytesIO(as_workbook(HEADER, [second, ROW, ROW, ROW])), Limits())
    assert (layout.header, layout.below, layout.line) == (HEADER, (second,), 2)
    content = as_workbook(("1", "Zoë", "2026-01-05", "4"), [ROW, ROW])
    layout = layout_of(BytesIO(content), Limits())
    assert (layout.has_header, layout.line, len(list(layout.source(BytesIO(content), Limits())))) == (False, 0, 3)
