"""Damaged files: no unexpected exceptions, and every row is parsed or rejected with line and reason."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.reading.file_limits import Limits
from intake.reading.known_sources import CALL_CENTER
from intake.reading.layouts import layout_of
from intake.reading.profiles import DateRule, Profile, Scale
from intake.reading.reasons import FileTrouble, RejectionReason, Unreadable
from intake.reading.row_parsing import ParsedRow
from tests.factories.feedback import CALLS, calls
from tests.intake.dirty import HEADER, PLAIN, parsed, rejected, understood

ROW = "1,Zoë Müller,2026-01-02,4\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(encoding: str) -> None:
    rows = understood((HEADER + ROW * 30).encode(encoding))
    assert [row.agent for row in parsed(rows)] == ["Zoë Müller"] * 30


def test_utf_16_with_a_character_that_contains_the_byte_of_a_line_end() -> None:
    # U+0A05 and U+010A have a byte 0A; only U+000A ends a line.
    for encoding in ("utf-16", "utf-16-be"):
        rows = understood((HEADER + "1,\u0a05\u010aB,2026-01-02,4\n2,C,2026-01-02,4\n").encode(encoding))
        assert [row.agent for row in parsed(rows)] == ["\u0a05\u010aB", "C"]


def test_damaged_utf_8_rejects_only_its_row() -> None:
    content = (HEADER + ROW * 5).encode() + b"7,M\xffller,2026-01-02,4\n" + ROW.encode()
    rows = understood(content)
    assert len(parsed(rows)) == 6
    assert [(bad.line, bad.reason) for bad in rejected(rows)] == [(7, RejectionReason.CHARACTERS)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(delimiter: str) -> None:
    assert len(parsed(understood((HEADER + ROW * 3).replace(",", delimiter).encode()))) == 3


def test_quotes_inside_quotes_and_lines_inside_cells() -> None:
    rows = understood((HEADER + '1,"Ana ""Ace""\nLee; x",2026-01-02,4\n2,B,2026-01-02,5\n').encode())
    assert [(row.line, row.agent) for row in parsed(rows)] == [(2, 'Ana "Ace" Lee; x'), (4, "B")]


def test_unclosed_quote_rejects_only_its_line() -> None:
    rows = understood((HEADER + '1,"A,2026-01-02,4\n' + "2,B,2026-01-02,5\n" * 3000).encode())
    assert [(bad.line, bad.reason) for bad in rejected(rows)] == [(2, RejectionReason.QUOTES)]
    assert len(parsed(rows)) == 3000


@pytest.mark.parametrize("between", [0, 1, 3])
def test_unclosed_quote_never_swallows_rows_up_to_the_next_quote(between: int) -> None:
    opened, closed = '1,"A,2026-01-02,4\n', '3,Screen 19",2026-01-04,5\n'
    rows = understood((HEADER + ROW + opened + ROW * between + closed + ROW).encode())
    assert [(bad.line, bad.reason) for bad in rejected(rows)] == [(3, RejectionReason.QUOTES)]
    assert [row.agent for row in parsed(rows)] == ["Zoë Müller"] * (1 + between) + ['Screen 19"', "Zoë Müller"]


@pytest.mark.parametrize(
    "remark", ["one\ntwo", "a,b,c\nd,e", "Bought 2026-01-02\nbroken, late, rude", "\n\n", "x\n1,2,3,4,5\ny"]
)
def test_cell_of_several_lines_is_read_as_it_is(remark: str) -> None:
    content = f'id,agent,date,rating,remark\n1,A,2026-01-02,4,"{remark}"\n2,B,2026-01-03,4,\n'
    file = BytesIO(content.encode())
    first, _second = layout_of(file, Limits()).source(file, Limits())
    assert first == (2, ["1", "A", "2026-01-02", "4", remark])


def test_truncated_file_is_read_up_to_its_end() -> None:
    for cut in ("2,B,2026-", '2,"B'):
        rows = understood((HEADER + ROW + cut).encode())
        assert (len(parsed(rows)), [bad.line for bad in rejected(rows)]) == (1, [3])


def test_too_many_and_too_few_cells() -> None:
    rows = understood((HEADER + "1,A,2026-01-02,4,x\n2,A\n3,A,2026-01-02,4,\n4,A,,2026-01-02,\n" + ROW * 3).encode())
    assert [(bad.line, bad.reason) for bad in rejected(rows)] == [
        (2, RejectionReason.CELLS_EXTRA),
        (3, RejectionReason.CELLS_MISSING),
        (4, RejectionReason.CELLS_EXTRA),
        (5, RejectionReason.CELLS_EXTRA),
    ]
    assert len(parsed(rows)) == 3


def test_one_huge_cell_is_rejected_without_being_kept() -> None:
    limits = Limits(cell_length=1000)
    rows = understood((HEADER + f"1,{'x' * 5_000_000},2026-01-02,4\n" + ROW).encode(), limits=limits)
    assert [(bad.line, bad.reason) for bad in rejected(rows)] == [(2, RejectionReason.CELL_TOO_LONG)]
    assert max(len(bad.value) for bad in rejected(rows)) <= 300
    assert [row.line for row in parsed(rows)] == [3]


def test_nul_rejects_only_its_row() -> None:
    rows = understood((HEADER + ROW * 5 + "7,A\0B,2026-01-02,4\n").encode())
    assert (len(parsed(rows)), [bad.reason for bad in rejected(rows)]) == (5, [RejectionReason.NUL])
    assert "\0" not in "".join((rejected(rows)[0].value, *rejected(rows)[0].cells))


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"", FileTrouble.EMPTY),
        (b"\n \n\n", FileTrouble.EMPTY),
        (HEADER.encode(), FileTrouble.HEADER_ONLY),
        (b"just one column\nvalue\n", FileTrouble.ONE_COLUMN),
        (b"PK\x03\x04" + bytes(range(256)) * 20, FileTrouble.WORKBOOK_BROKEN),
        (bytes(range(256)) * 40, FileTrouble.NOT_TEXT),
        (b"\x89PNG\r\n\x1a\n" + b"\0\xff\xfe" * 5000, FileTrouble.NOT_TEXT),
        (",".join("abcdefgh").encode() + b"\n1\n", FileTrouble.TOO_MANY_COLUMNS),
    ],
)
def test_files_that_cannot_be_read_say_why(content: bytes, trouble: FileTrouble) -> None:
    with pytest.raises(Unreadable) as caught:
        layout_of(BytesIO(content), Limits(columns=6))
    assert caught.value.trouble == trouble


def test_a_wrong_column_is_named() -> None:
    with pytest.raises(Unreadable, match="columns_missing") as caught:
        understood(b"id,who,date,rating\n1,A,2026-01-02,4\n")
    assert caught.value.about == "agent"


def test_call_center_profile_reads_its_dialect() -> None:
    rows = understood(calls(), CALL_CENTER)
    assert rejected(rows) == []
    first, unanswered = parsed(rows)[0], parsed(rows)[2]
    assert first.started_at == datetime(2026, 1, 4, 8, 12, 58, tzinfo=UTC)
    assert (first.handle_seconds, first.response_seconds, first.value, first.is_resolved) == (143, 109, 3, True)
    assert (unanswered.value, unanswered.responded_at, unanswered.handle_seconds) == (None, None, None)
    assert parsed(rows)[4].agent == ""
    assert len(rows) == len(CALLS)


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("X;A;31.02.2026;0.5;T;Y;Y;1;12:00:01 AM;3;Y;", "Date", RejectionReason.DATE),
        ("X;A;;0.5;T;Y;Y;1;12:00:01 AM;3;Y;", "Date", RejectionReason.DATE_MISSING),
        ("X;A;01.02.0026;0.5;T;Y;Y;1;12:00:01 AM;3;Y;", "Date", RejectionReason.DATE),
        ("X;A;01.02.2026;1.5;T;Y;Y;1;12:00:01 AM;3;Y;", "Time", RejectionReason.TIME),
        ("X;A;01.02.2026;0.5;T;Y;Y;1;12:00:01 AM;6;Y;", "Satisfaction rating", RejectionReason.SCALE),
        ("X;A;01.02.2026;0.5;T;Y;Y;1;12:00:01 AM;3.5;Y;", "Satisfaction rating", RejectionReason.NOT_WHOLE),
        ("X;A;01.02.2026;0.5;T;Y;Y;1;12:00:01 AM;nan;Y;", "Satisfaction rating", RejectionReason.SCALE),
        (f"{'X' * 121};A;01.02.2026;0.5;T;Y;Y;1;12:00:01 AM;3;Y;", "Call Id", RejectionReason.VALUE_TOO_LONG),
    ],
)
def test_each_rejection_names_line_column_value_and_reason(row: str, column: str, reason: RejectionReason) -> None:
    (bad,) = rejected(understood(calls([*CALLS, row]), CALL_CENTER))
    assert (bad.line, bad.column, bad.reason) == (7, column, reason)
    assert bad.value in row
    assert bad.cells[0] == row.split(";", maxsplit=1)[0]


def test_decimal_commas_and_other_scales() -> None:
    profile = replace(PLAIN, scale=Scale(lowest=0, highest=1, decimal_comma=True, words={"good": 5, "offered": None}))
    rows = understood(b"id;agent;date;rating\n1;A;2026-01-02;0,6\n2;A;2026-01-02;good\n3;A;2026-01-02;offered\n", profile)
    assert [row.value for row in parsed(rows)] == [3, 5, None]


def test_times_around_a_clock_change_are_correct() -> None:
    profile = replace(PLAIN, dates=DateRule(date="%d/%m/%Y"))
    rows = understood(
        b"id,agent,date,rating\n1,A,29/03/2026 01:30,4\n2,A,29/03/2026 03:30,4\n3,A,28/03/2026 03:30 PM,4\n", profile
    )
    assert [row.started_at.hour for row in parsed(rows)] == [0, 1, 14]


def data_rows(content: bytes) -> int:
    """Number of rows with a cell that isn't empty, counted with the csv module."""
    return sum(1 for row in csv.reader(StringIO(content.decode(), newline="")) if any(row)) - 1


# Alone in a row, the mark that ends old text files says nothing, which `strip` does not know.
cell = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0\r\x1a"), max_size=12)
# Blank rows are skipped.
row = st.lists(cell, min_size=4, max_size=4).filter(lambda cells: any(map(str.strip, cells)))


@settings(max_examples=80, deadline=None)
@given(st.lists(row, min_size=1, max_size=25))
def test_every_row_ends_as_parsed_or_rejected(table: list[list[str]]) -> None:
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(["id", "agent", "date", "rating"])
    writer.writerows(table)
    content, filled = out.getvalue().encode(), sum(map(any, table))
    if filled:
        assert len(understood(content)) == data_rows(content) == filled
    else:
        with pytest.raises(Unreadable, match=FileTrouble.HEADER_ONLY):
            understood(content)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", HEADER.encode(), calls()]))
def test_no_bytes_raise_an_unexpected_exception(garbage: bytes, before: bytes) -> None:
    profile: Profile = CALL_CENTER if before.startswith(b"Call") else PLAIN
    try:
        rows = understood(before + garbage, profile, Limits(cell_length=100))
    except Unreadable:
        return
    lines = [row.line for row in rows]
    assert len(lines) == len(set(lines))
    assert all(isinstance(row, ParsedRow) or row.reason in RejectionReason for row in rows)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(['"', ",", "\n", "a", "1,A,2026-01-02,4\n"]), max_size=60), st.integers(1, 5))
def test_reading_can_continue_after_any_row(pieces: list[str], step: int) -> None:
    from itertools import islice

    from intake.reading.row_parsing import read
    from tests.intake.dirty import BERLIN

    content, most = (HEADER + ROW + "".join(pieces)).encode(), Limits()
    file = BytesIO(content)
    try:
        layout = layout_of(file, most)
    except Unreadable:
        # Most rows have another number of cells than the header.
        return
    whole = list(read(layout.source(file, most), header=layout.header, profile=PLAIN, zone=BERLIN))
    pieced = []
    cursor: dict[str, int] = {}
    while True:
        source = layout.source(file, most, cursor)
        some = list(islice(read(source, header=layout.header, profile=PLAIN, zone=BERLIN), step))
        pieced += some
        cursor = source.cursor
        if len(some) < step:
            break
    assert pieced == whole
