"""Malicious workbooks: the type of a part decides its limit, not its path."""

from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from intake.reading.file_limits import MEBIBYTE, Limits
from intake.reading.headers import LOOKED_AT
from intake.reading.layouts import layout_of
from intake.reading.reasons import FileTrouble, RejectionReason, Unreadable
from tests.intake.dirty import parsed, rejected, understood
from tests.intake.forms import as_workbook

HEADER = ("id", "agent", "date", "rating")
ROWS = [("1", "Nia", "2026-01-02", 4)]
SHEET = "xl/worksheets/sheet1.xml"


Part = Callable[[bytes], bytes] | bytes


def changed(content: bytes, parts: Mapping[str, Part]) -> bytes:
    """Workbook with changed or added parts."""
    with ZipFile(BytesIO(content)) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    for name, part in parts.items():
        held[name] = part(held[name]) if callable(part) else part
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, part in held.items():
            archive.writestr(name, part)
    return out.getvalue()


def moved(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda content: content.replace(old.encode(), new.encode())


def trouble_of(content: bytes, limits: Limits) -> FileTrouble:
    with pytest.raises(Unreadable) as caught:
        layout_of(BytesIO(content), limits)
    return caught.value.trouble


TEXTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


@pytest.mark.parametrize("name", ["xl/media/x.xml", "xl/worksheets/x.xml"])
@pytest.mark.parametrize(
    ("old", "new", "most"),
    [
        ("/xl/workbook.xml", "/{name}", 8),
        ("</Types>", f'<Override PartName="/{{name}}" ContentType="{TEXTS_TYPE}" /></Types>', 2),
    ],
)
def test_limits_apply_wherever_parts_are_in_the_archive(name: str, old: str, new: str, most: int) -> None:
    parts: dict[str, Part] = {"[Content_Types].xml": moved(old, new.format(name=name)), name: b" " * (most * MEBIBYTE + 1)}
    content = changed(as_workbook(HEADER, ROWS), parts)
    assert trouble_of(content, Limits(texts_bytes=2 * MEBIBYTE)) == FileTrouble.WORKBOOK_TOO_LARGE


def test_a_chart_is_not_opened() -> None:
    sheet = changed(
        as_workbook(HEADER, ROWS),
        {"xl/_rels/workbook.xml.rels": moved("ships/worksheet", "ships/chartsheet")},
    )
    assert trouble_of(sheet, Limits()) == FileTrouble.EMPTY


@pytest.mark.parametrize(
    ("part", "before", "element"),
    [
        ("xl/styles.xml", b"</cellXfs>", b"<xf/>"),
        ("xl/workbook.xml", b"</sheets>", b'<sheet name="x" sheetId="9" r:id="rId1"/>'),
    ],
)
def test_very_many_styles_or_sheets_are_refused(part: str, before: bytes, element: bytes) -> None:
    content = changed(as_workbook(HEADER, ROWS), {part: lambda old: old.replace(before, element * 100_000 + before)})
    assert trouble_of(content, Limits()) == FileTrouble.WORKBOOK_TOO_INTRICATE


def test_row_that_repeats_a_long_text_is_rejected_without_its_cells() -> None:
    rows = understood(as_workbook(HEADER, [*ROWS * 5, *[["x" * 30_000] * 150] * 3]))
    assert len(parsed(rows)) == 5
    assert [(bad.line, bad.reason, bad.cells) for bad in rejected(rows)] == [
        (line, RejectionReason.ROW_TOO_LONG, ()) for line in (7, 8, 9)
    ]


def test_cells_far_to_the_right_are_not_read() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (HEADER, *ROWS * 20):
        sheet.append(row)
    sheet.cell(row=3, column=16_384, value="far")
    out = BytesIO()
    book.save(out)
    layout = layout_of(BytesIO(out.getvalue()), Limits())
    assert layout.header == HEADER
    assert len(parsed(understood(out.getvalue()))) == 20


def test_a_header_is_looked_for_in_the_first_rows_only() -> None:
    assert layout_of(BytesIO(as_workbook(HEADER, ROWS, before=[["Report"]] * 20)), Limits()).line == 21
    assert trouble_of(as_workbook(HEADER, ROWS, before=[["Report"]] * LOOKED_AT), Limits()) == FileTrouble.EMPTY


def test_rows_of_a_sheet_without_a_stated_size_are_not_counted() -> None:
    content = as_workbook(HEADER, ROWS * 500)
    without = changed(content, {SHEET: lambda old: old.replace(b"<dimension", b"<dimensio")})
    told = [(layout.header, layout.rows) for layout in (layout_of(BytesIO(file), Limits()) for file in (content, without))]
    assert told == [(HEADER, 500), (HEADER, 1)]
    assert len(parsed(understood(without))) == 500
