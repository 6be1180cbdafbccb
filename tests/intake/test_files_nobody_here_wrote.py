"""Files from other tools: rows are parsed, rejected with a reason, or skipped, and other files are refused with a message."""

import gzip
import json
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest

from intake.reading.column_guesses import guessed_profile
from intake.reading.file_limits import Limits
from intake.reading.layouts import Layout, layout_of
from intake.reading.reasons import FileTrouble, RejectionReason, Unreadable
from intake.reading.row_parsing import ParsedRow, Rejected, read
from intake.reason_sentences import TROUBLES, trouble_sentence
from tests.intake.dirty import BERLIN, parsed, rejected, rows_of

HEADER = "id,agent,date,rating\n"
ROWS = "1,Zoë,2026-01-05 10:00,4\n2,Bo,2026-01-06 11:30,5\n"
TABLE = HEADER + ROWS
EVALUATION = {
    "id": "e1",
    "conversation": {"id": "c1"},
    "evaluationForm": {"id": "f1", "name": "Care"},
    "agent": {"id": "a1"},
    "status": "FINISHED",
    "answers": {"totalScore": 80.0, "questionGroupScores": [{"questionGroupId": "g1", "totalScore": 8.0}]},
}


def as_guessed(content: bytes) -> list[ParsedRow | Rejected]:
    """All rows, read with the guessed profile."""
    file, most = BytesIO(content), Limits()
    layout = layout_of(file, most)
    profile = guessed_profile(file, layout, most)
    again = Layout.from_json(json.loads(json.dumps(layout.as_json())))
    return rows_of(read(again.source(file, most), header=again.header, profile=profile, zone=BERLIN))


def semicolons(text: str) -> str:
    return text.replace(",", ";")


@pytest.mark.parametrize(
    "content",
    [
        TABLE.replace("\n", "\r").encode(),
        TABLE.replace("\n", "\r").encode("mac-roman"),
        b"\xef\xbb\xbf" + TABLE.replace("\n", "\r").encode(),
        b"sep=;\r\n" + semicolons(TABLE).encode(),
        b'\xef\xbb\xbf"sep=,"\n' + TABLE.encode(),
        ("sep=\t\r\n" + TABLE.replace(",", "\t")).encode("utf-16"),
        b"\xef\xbb\xbf" + HEADER.encode() + b"\xef\xbb\xbf" + ROWS.encode(),
        b"Satisfaction report\nJanuary 2026\n\n" + TABLE.encode(),
        b"Satisfaction report, all teams\n\n" + semicolons(TABLE).encode(),
        b"Satisfaction report;;;\nFrom;2026-01-01;;\n;;;\n" + semicolons(TABLE).encode(),
        b'"A report of\nseveral lines"\n' + TABLE.encode(),
        b",,,\n\n" + TABLE.encode(),
        TABLE.replace("\n", ",\n").encode(),
        (HEADER + ROWS.replace("\n", ",\n")).encode(),
        (HEADER.replace("\n", ",,\n") + ROWS).encode(),
        (TABLE + ",,,\n \t\n\n,,,\n\x1a").encode(),
        TABLE.replace("Zoë", "\u00a0Zoë ").encode("cp1252"),
    ],
)
def test_unusual_tables_are_read_completely(content: bytes) -> None:
    rows = as_guessed(content)
    assert rejected(rows) == []
    assert [(row.external_id, row.agent, row.value) for row in parsed(rows)] == [("1", "Zoë", 4), ("2", "Bo", 5)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("3,Ana", RejectionReason.CELLS_MISSING),
        ('3,"Ana said', RejectionReason.QUOTES),
        ("3,A,2026-01-05,4\r4,B,2026-01-05,4", RejectionReason.LINE_END),
        ("3,A\0,2026-01-05,4", RejectionReason.NUL),
        ("Total,,,9", RejectionReason.DATE_MISSING),
        ("3,A,soon,4", RejectionReason.DATE),
    ],
)
def test_problem_is_reported_for_its_own_line(line: str, reason: RejectionReason) -> None:
    rows = as_guessed(f"{TABLE}{line}\n".encode())
    assert len(parsed(rows)) == 2
    assert [(bad.line, bad.reason) for bad in rejected(rows)] == [(4, reason)]


def test_quotes_with_backslashes_are_read() -> None:
    rows = as_guessed(b'id,agent,date,rating\n1,"Ana \\"Ace\\" Lee",2026-01-05,4\n2,"Bo, Lee",2026-01-05,4\n')
    assert [row.agent for row in parsed(rows)] == ['Ana "Ace" Lee', "Bo, Lee"]


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"%PDF-1.4\n1 0 obj\n<< /Kids [3 0 R], /Count 1 >>\n", FileTrouble.DOCUMENT),
        (b"{\\rtf1\\ansi id,agent,date\\par\n1,2,3}", FileTrouble.DOCUMENT),
        (gzip.compress(TABLE.encode(), mtime=0), FileTrouble.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c" + bytes(range(200)), FileTrouble.ARCHIVE),
        (b"<!DOCTYPE html>\n<html><title>Sign in, please</title>\n<p>Expired, sorry</p></html>", FileTrouble.WEB_PAGE),
        (b"\xef\xbb\xbf\r\n <table><tr><td>id</td><td>agent, x</td></tr></table>", FileTrouble.WEB_PAGE),
        (b'<?xml version="1.0"?>\n<ratings><r id="1" agent="x, y"/>\n</ratings>', FileTrouble.NOT_TEXT),
        ((HEADER + "1,Иван Петров,2026-01-05 10:00,4\n" * 3).encode("cp1251"), FileTrouble.ENCODING),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0\x1f\xf3\xffa" + bytes(range(256)),
            FileTrouble.NOT_TEXT,
        ),
        (b"\xef\xbb\xbf", FileTrouble.EMPTY),
        (HEADER.encode() + b",,,\n,,,\n", FileTrouble.HEADER_ONLY),
        (json.dumps({"errors": [{"title": "bad token"}]}, indent=1).encode(), FileTrouble.ERROR_ANSWER),
        (json.dumps(EVALUATION).encode(), FileTrouble.EVALUATIONS),
        (json.dumps(EVALUATION, indent=1).encode(), FileTrouble.EVALUATIONS),
        (json.dumps([EVALUATION, EVALUATION]).encode(), FileTrouble.EVALUATIONS),
        (json.dumps({"entities": [EVALUATION], "pageSize": 25}).encode(), FileTrouble.EVALUATIONS),
        (f"{json.dumps(EVALUATION)}\n{json.dumps(EVALUATION)}\n".encode(), FileTrouble.EVALUATIONS),
    ],
)
def test_refused_file_says_what_it_is(content: bytes, trouble: FileTrouble) -> None:
    with pytest.raises(Unreadable) as caught:
        as_guessed(content)
    assert caught.value.trouble == trouble


@pytest.mark.parametrize("trouble", TROUBLES)
def test_every_refused_file_has_a_message_with_a_next_step(trouble: FileTrouble) -> None:
    sentence = trouble_sentence(trouble, "7")
    assert sentence.endswith((".", "”."))
    assert "%" not in sentence


def test_repeated_and_empty_titles_are_numbered() -> None:
    layout = layout_of(BytesIO(b"id,Rating, rating ,,date,\n1,4,5,x,2026-01-05,y\n2,4,5,x,2026-01-05\n"), Limits())
    assert layout.header == ("id", "Rating", "rating (2)", "(4)", "date", "(6)")
    assert len(list(layout.source(BytesIO(b""), Limits()))) == 0


@pytest.mark.parametrize(
    "record",
    [
        {"id": 1, "agent": "A", "date": "2026-01-05", "rating": 4},
        {"id": 1, "agent": "A", "date": "2026-01-05", "rating": 4, "tags": ["new", "vip"]},
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_single_object_is_one_record(record: dict[str, Any], indent: int | None) -> None:
    assert [row.value for row in parsed(as_guessed(json.dumps(record, indent=indent).encode()))] == [4]


def test_json_lines_may_have_blank_lines_between() -> None:
    record = json.dumps({"id": 1, "agent": "A", "date": "2026-01-05", "rating": 4})
    assert [row.line for row in parsed(as_guessed(f"\n\n{record}\n\n\n{record}\n".encode()))] == [3, 6]


TEN = datetime(2026, 1, 13, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-01-13T09:00:00.000Z", "2026-01-13 09:00:00 UTC", "2026-01-13T10:00:00+0100", "20260113T090000Z",
        "2026-1-13 10:00",
        "2026-01-13\u00a010:00", "13 Jan 2026 10:00", "13 January 2026 10:00", "Jan 13, 2026 10:00 AM",
        "January 13, 2026 at 10:00 AM", "Tue, 13 Jan 2026 09:00:00 +0000", "13.01.2026 10:00 Uhr", "13.01.2026, 10:00:00",
        "1/13/2026, 10:00\u202fAM", "1/13/26 10:00 AM", "13/01/2026 10:00 a.m.", "13/Jan/26 10:00 AM", "13-Jan-2026 10:00",
        "2026/1/13 10:00", "2026.01.13 10:00", "13/01/2026 10:00 +0100", "13/01/2026 04:00 -05:00", "1768294800",
        "1768294800000",
        "46035.4166666667",
    ],
)  # fmt: skip
def test_date_formats_of_real_exports_are_read(written: str) -> None:
    content = HEADER + "".join(f'{number},A,"{written}",4\n' for number in range(3))
    rows = as_guessed(content.encode())
    assert [row.started_at for row in parsed(rows)] == [TEN] * 3


@pytest.mark.parametrize("written", ["01/02/2026 10:00", "01-02-2026", "1/2/26"])
def test_day_and_month_are_never_guessed(written: str) -> None:
    with pytest.raises(Unreadable, match=FileTrouble.DATES_AMBIGUOUS):
        as_guessed(f"{HEADER}1,A,{written},4\n".encode())


def test_late_row_of_a_long_file_decides_between_day_and_month() -> None:
    """Files are sorted by date, so thousands of first rows can be from the first days of a month."""
    lines = [f'{number},"A\nB",{day:02}/02/2026 10:00,5\n' for day in range(1, 20) for number in range(1000)]
    rows = as_guessed((HEADER + "".join(lines)).encode())
    assert (rejected(rows), parsed(rows)[0].started_at.month, len(rows)) == ([], 2, 19_000)


@pytest.mark.parametrize("written", ["5. Smarch 2026", "2026-01-05 10:00:00 XYZ", "2026-01-05 10:00:00 IST", "next week"])
def test_unreadable_dates_are_refused(written: str) -> None:
    with pytest.raises(Unreadable, match=FileTrouble.DATES_UNKNOWN):
        as_guessed(f"{HEADER}1,A,{written},4\n".encode())


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ('"1,234"', 1234), ('"12,345.5"', 12346), ("143", 143), ("2:23", 143), ("0:02:23", 143), ("2m 23s", 143),
        ("143 s", 143), ("5 min", 300), ("1h 1m", 3660), ("1 hour", 3600), ("-", None), ("n/a", None),
    ],
)  # fmt: skip
def test_durations_are_read(written: str, seconds: int | None) -> None:
    rows = as_guessed(f"id,agent,date,rating,handle time (s)\n1,A,2026-01-05,4,{written}\n".encode())
    assert [row.handle_seconds for row in parsed(rows)] == [seconds]


def test_milliseconds_are_not_read_as_minutes() -> None:
    (row,) = parsed(as_guessed(b"id,agent,date,rating,handle time\n1,A,2026-01-05,4,300 ms\n"))
    assert (row.value, row.handle_seconds) == (4, None)


def test_decimal_comma_is_detected_and_dots_separate_thousands() -> None:
    rows = as_guessed(b"id;agent;date;rating;handle seconds\n1;A;2026-01-05;4,0;1.234\n2;B;2026-01-05;5;12.345,5\n")
    assert [(row.value, row.handle_seconds) for row in parsed(rows)] == [(4, 1234), (5, 12346)]


@pytest.mark.parametrize("written", ["N/A", "-", "null", "(blank)", "Not rated", ""])
def test_empty_values_are_no_rating(written: str) -> None:
    assert [row.value for row in parsed(as_guessed(f"{HEADER}1,A,2026-01-05,{written}\n".encode()))] == [None]


def test_usual_words_need_no_mapping() -> None:
    lines = [
        f"{number},A,2026-01-05,{word}\n"
        for number, word in enumerate(("Very satisfied", "satisfied", "", "Very dissatisfied"))
    ]
    assert [row.value for row in parsed(as_guessed((HEADER + "".join(lines)).encode()))] == [5, 4, None, 1]
    with pytest.raises(Unreadable) as refused:
        as_guessed((HEADER + "".join([*lines, "9,A,2026-01-05,Pineapple\n"])).encode())
    assert (refused.value.trouble, refused.value.about) == (FileTrouble.RATINGS_UNKNOWN, "rating: Pineapple (1)")
