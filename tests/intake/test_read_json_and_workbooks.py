"""JSON, JSON lines and workbooks give the same rows as CSV, and reasons for what can't be read."""

import json
from datetime import UTC, datetime, time
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.reading.file_limits import MEBIBYTE, Limits
from intake.reading.known_sources import CALL_CENTER
from intake.reading.layouts import FileKind, layout_of
from intake.reading.reasons import FileTrouble, RejectionReason, Unreadable
from intake.reading.row_parsing import ParsedRow, Rejected, read
from tests.intake.dirty import BERLIN, PLAIN, parsed, rejected, rows_of, understood
from tests.intake.forms import FORMS, as_csv, as_json, as_json_lines, as_workbook, lines_of

HEADER = ("id", "agent", "date", "rating")
ROWS = (
    ("1", "Zoë", "2026-01-02", 4),
    ("2", "", "2026-01-03 14:30", None),
    ("3", "Nia", "soon", 5),
    ("4", "Nia", "2026-01-05", 9),
)


def without_lines(rows: list[ParsedRow | Rejected]) -> list[tuple[Any, ...]]:
    return [tuple(row)[1:] if isinstance(row, ParsedRow) else (row.column, row.value, row.reason, row.cells) for row in rows]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_rows(form: str) -> None:
    rows = understood(FORMS[form](HEADER, ROWS))
    assert without_lines(rows) == without_lines(understood(as_csv(HEADER, [[cell or "" for cell in row] for row in ROWS])))
    assert [row.value for row in parsed(rows)] == [4, None]
    assert [(bad.column, bad.value, bad.reason) for bad in rejected(rows)] == [
        ("date", "soon", RejectionReason.DATE),
        ("rating", "9", RejectionReason.SCALE),
    ]


# XML has no control characters, and a workbook no carriage returns; a replacement character may be damage.
cell = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffd\ufffe\uffff"))
row = st.tuples(
    st.integers(1, 10**12).map(str),
    cell.map(lambda text: text.strip()[:300]).filter(lambda text: not text.startswith(("=", "#"))),
    st.dates().map(str),
    st.integers(0, 6),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(row, min_size=1, max_size=12))
def test_the_same_data_is_the_same_in_every_form(table: list[tuple[Any, ...]]) -> None:
    said = {form: without_lines(understood(write(HEADER, table))) for form, write in FORMS.items()}
    assert len(said["csv"]) == len(table)
    assert said["json"] == said["json_lines"] == said["workbook"] == said["csv"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([*ROWS, ("5", 'A"\n', "2026-01-05", 1)]), min_size=1, max_size=9), st.integers(1, 4))
def test_reading_can_continue_after_any_row_of_any_form(table: list[tuple[Any, ...]], step: int) -> None:
    for write in FORMS.values():
        file = BytesIO(write(HEADER, table))
        layout = layout_of(file, Limits())
        whole = rows_of(read(layout.source(file, Limits()), header=layout.header, profile=PLAIN, zone=BERLIN))
        pieced: list[ParsedRow | Rejected] = []
        cursor: dict[str, int] = {}
        while True:
            source = layout.source(BytesIO(file.getvalue()), Limits(), cursor)
            some = rows_of(islice(read(source, header=layout.header, profile=PLAIN, zone=BERLIN), step))
            pieced += some
            cursor = json.loads(json.dumps(source.cursor))
            if len(some) < step:
                break
        assert pieced == whole


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from([as_json(HEADER, ROWS), as_json_lines(HEADER, ROWS), as_workbook(HEADER, ROWS)])
)
def test_no_bytes_raise_an_unexpected_exception(garbage: bytes, before: bytes) -> None:
    for content in (before + garbage, before[: len(garbage)] + garbage, before[:-40] + garbage):
        try:
            rows = understood(content)
        except Unreadable:
            continue
        assert len({row.line for row in rows}) == len(rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", ","])
def test_json_in_any_encoding(encoding: str, ends: str) -> None:
    record = '{"id": 1, "agent": "Zoë", "date": "2026-01-02", "rating": 4}'
    text = (record + "\n") * 30 if ends == "\n" else "[" + ", ".join([record] * 30) + "]"
    assert [row.agent for row in parsed(understood(text.encode(encoding)))] == ["Zoë"] * 30


def test_records_within_an_object_and_nested_fields_become_columns() -> None:
    record = {"id": 7, "agent": {"name": "Nia", "email": "nia@example.org"}, "tags": ["a", "b"], "none": None, "ok": True}
    around = json.dumps({"count": 1, "next": None, "page": {"of": 1}, "ratings": [record]}, indent=2).encode()
    file = BytesIO(around)
    layout = layout_of(file, Limits())
    assert (layout.kind, layout.path) == (FileKind.JSON, "ratings.item")
    assert layout.header == ("id", "agent.name", "agent.email", "tags", "none", "ok")
    assert list(layout.source(file, Limits())) == [(1, ["7", "Nia", "nia@example.org", "a, b", "", "true"])]


def test_a_field_that_only_later_records_have_is_a_column() -> None:
    file = BytesIO(lines_of([{"id": 1}, {"id": 2, "comment": "late"}]))
    assert list(layout_of(file, Limits()).source(file, Limits())) == [(1, ["1", ""]), (2, ["2", "late"])]


def test_a_single_record_on_a_single_line() -> None:
    (row,) = parsed(understood(b'{"id": 1, "agent": "A", "date": "2026-01-02", "rating": 4, "tags": ["new"]}'))
    assert (row.line, row.value) == (1, 4)


def test_truncated_json_keeps_earlier_records() -> None:
    whole = as_json(HEADER, ROWS[:1] * 3)
    rows = understood(whole[: whole.rindex(b"{") + 12])
    assert len(parsed(rows)) == 2
    assert [(bad.line, bad.reason) for bad in rejected(rows)] == [(3, RejectionReason.BREAKS_OFF)]


def test_broken_json_line_rejects_only_itself() -> None:
    whole = as_json_lines(HEADER, ROWS[:1] * 3).splitlines()
    rows = understood(b"\n".join([whole[0], whole[1][:20], b"", b"5", whole[2]]))
    assert [row.line for row in parsed(rows)] == [1, 5]
    assert [(bad.line, bad.reason) for bad in rejected(rows)] == [(2, RejectionReason.NOT_JSON), (4, RejectionReason.NO_RECORD)]


def test_damaged_json_rejects_only_its_record() -> None:
    content = (
        as_json(HEADER, [["1", "MXller", "2026-01-02", 4], *ROWS[:1] * 5])
        .replace(b"MX", b"M\xff")
        .replace(b"Zo\\u00eb", "Zoë".encode())
    )
    rows = understood(content)
    assert [(bad.line, bad.reason) for bad in rejected(rows)] == [(1, RejectionReason.CHARACTERS)]
    assert len(parsed(rows)) == 5


def test_unstorable_characters_are_rejected() -> None:
    rows = understood(b'[{"id": 1, "agent": "A\\u0000", "date": "2026-01-02", "rating": 4}, {"id": 2, "agent": "\\ud800"}]')
    assert len(rejected(rows)) == 2
    assert all("\0" not in text and text.isprintable() for bad in rejected(rows) for text in (bad.value, *bad.cells))


def test_numbers_of_json_keep_their_digits() -> None:
    file = BytesIO(b'[{"a": 0.1, "b": 12345678901234567890, "c": 4.0, "d": 1e999999999, "e": 1.50}]')
    (row,) = layout_of(file, Limits()).source(file, Limits())
    assert row == (1, ["0.1", "12345678901234567890", "4", str(Decimal("1e999999999")), "1.50"])


def test_a_workbook_with_a_cover_and_a_title_above_the_header() -> None:
    content = as_workbook(HEADER, [ROWS[0], [], [*ROWS[0], None, "x"]], before=[["Report"], []], cover=True)
    rows = understood(content)
    assert [row.line for row in parsed(rows)] == [4]
    assert [(bad.line, bad.reason) for bad in rejected(rows)] == [(6, RejectionReason.CELLS_EXTRA)]


def test_real_dates_and_numbers_of_a_workbook_ignore_the_profile_formats() -> None:
    header = ["Call Id", "Agent", "Date", "Time", "Topic", "Resolved", "Speed of answer in seconds", "AvgTalkDuration"]
    row = ["C1", "Nia", datetime(2026, 1, 4), time(9, 12, 58), "Billing", "Y", 109.0, time(0, 2, 23), 3.0]  # noqa: DTZ001 - a workbook knows no zones
    (call,) = parsed(understood(as_workbook([*header, "Satisfaction rating"], [row]), CALL_CENTER))
    assert call.started_at == datetime(2026, 1, 4, 8, 12, 58, tzinfo=UTC)
    assert (call.response_seconds, call.handle_seconds, call.value) == (109, 143, 3)


def packed(**parts: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """A workbook with one of its parts replaced."""
    with ZipFile(BytesIO(as_workbook(HEADER, ROWS))) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    return packed(**{**parts, name: content})


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"[]", FileTrouble.NO_RECORDS),
        (b'{"satisfaction_ratings": []}', FileTrouble.NO_RECORDS),
        (b"[1, 2, 3]", FileTrouble.NO_RECORDS),
        (b'{"error": "unauthorised", "code": 401}', FileTrouble.ERROR_ANSWER),
        (b'{\n"a": 1\n}', FileTrouble.COLUMNS_MISSING),
        (b'[{"a": ', FileTrouble.NOT_JSON),
        (b'{"a": 1, oh no', FileTrouble.NOT_JSON),
        (b'[{"a": "' + b"x" * 5 * MEBIBYTE + b'"}]', FileTrouble.RECORD_TOO_LARGE),
        (as_workbook(HEADER, ROWS)[:-200], FileTrouble.WORKBOOK_BROKEN),
        (as_workbook(HEADER, []), FileTrouble.HEADER_ONLY),
        (as_workbook([], []), FileTrouble.EMPTY),
        (with_part("xl/workbook.xml", b"<oh"), FileTrouble.WORKBOOK_BROKEN),
        (with_part("xl/worksheets/sheet1.xml", ENTITIES), FileTrouble.WORKBOOK_BROKEN),
        (with_part("xl/worksheets/sheet1.xml", b" " * 21 * MEBIBYTE), FileTrouble.WORKBOOK_TOO_LARGE),
        (with_part("xl/sharedStrings.xml", b" " * 3 * MEBIBYTE), FileTrouble.WORKBOOK_TOO_LARGE),
        (with_part("xl/styles.xml", b" " * 9 * MEBIBYTE), FileTrouble.WORKBOOK_TOO_LARGE),
        (packed(**{"ratings.csv": b"a,b\n1,2\n"}), FileTrouble.ARCHIVE),
        (packed(**{"xl/workbook.bin": b""}), FileTrouble.OLD_WORKBOOK),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), FileTrouble.OLD_WORKBOOK),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000) + "EncryptedPackage".encode("utf-16-le"),
            FileTrouble.WORKBOOK_PROTECTED,
        ),
        (as_workbook([str(number) for number in range(8)], [range(8)]), FileTrouble.TOO_MANY_COLUMNS),
        (json.dumps([{str(number): 1 for number in range(8)}]).encode(), FileTrouble.TOO_MANY_COLUMNS),
    ],
)
def test_files_that_cannot_be_read_say_why(content: bytes, trouble: FileTrouble) -> None:
    limits = Limits(columns=6, unpacked_bytes=20 * MEBIBYTE, texts_bytes=2 * MEBIBYTE)
    with pytest.raises(Unreadable) as caught:
        understood(content, limits=limits)
    assert caught.value.trouble == trouble
