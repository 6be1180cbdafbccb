"""Malicious JSON is refused with a message, or only its record is rejected."""

import json
import tracemalloc
from io import BytesIO

import pytest

from intake.reading.file_limits import MEBIBYTE, Limits
from intake.reading.layouts import layout_of
from intake.reading.reasons import FileTrouble, RejectionReason, Unreadable
from intake.reason_sentences import REASONS, TROUBLES
from tests.intake.dirty import parsed, rejected, understood

GOOD = b'{"id": 1, "agent": "A", "date": "2026-01-02", "rating": 4}'
DEEP = b"[" * 40_000


@pytest.mark.parametrize("digits", [4301, 100_000])
@pytest.mark.parametrize("ends", [b"\n", b","])
def test_number_with_thousands_of_digits_rejects_only_its_record(digits: int, ends: bytes) -> None:
    long = b'{"id": 2, "agent": "A", "date": "2026-01-02", "rating": ' + b"9" * digits + b"}"
    content = ends.join([GOOD, long, GOOD])
    rows = understood(content if ends == b"\n" else b"[" + content + b"]")
    assert len(parsed(rows)) == 2
    (bad,) = rejected(rows)
    assert (bad.line, bad.reason) in {
        (2, RejectionReason.SCALE),
        (2, RejectionReason.NUMBER),
        (2, RejectionReason.CELL_TOO_LONG),
    }


@pytest.mark.parametrize("opened", [b'[{"a": ' + DEEP, b'{"a": 1, "b": ' + DEEP, b'[{"a": 1}, ' + DEEP])
def test_endlessly_nested_lists_are_refused(opened: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        understood(opened)
    assert caught.value.trouble == FileTrouble.NESTED_TOO_DEEPLY


def test_endlessly_nested_line_rejects_only_itself() -> None:
    rows = understood(b"\n".join([GOOD, b'{"a": ' + DEEP, GOOD]))
    assert [(bad.line, bad.reason) for bad in rejected(rows)] == [(2, RejectionReason.NOT_JSON)]
    assert len(parsed(rows)) == 2


def test_list_instead_of_a_record_is_rejected() -> None:
    rows = understood(b"[" + GOOD + b"," + b"[" * 500 + b"]" * 500 + b', "\\ud800\\u0000"]')
    assert [(bad.reason, bad.value) for bad in rejected(rows)] == [
        (RejectionReason.NO_RECORD, ""),
        (RejectionReason.NO_RECORD, "\ufffd\ufffd"),
    ]


def test_a_list_of_very_many_values_is_one_cell_that_is_too_long() -> None:
    record = {**json.loads(GOOD), "tags": list(range(300_000))}
    (bad,) = rejected(understood(json.dumps([record]).encode()))
    assert bad.reason == RejectionReason.CELL_TOO_LONG
    assert len(bad.value) <= 300


def test_nested_fields_with_long_names_use_little_memory() -> None:
    record = {"x" * MEBIBYTE: {str(key): 1 for key in range(150)}}
    content = json.dumps([record] * 3).encode()
    tracemalloc.start()
    try:
        layout = layout_of(BytesIO(content), Limits())
        _size, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert layout.header == ("x" * 300,)
    assert peak < 40 * MEBIBYTE


@pytest.mark.parametrize("field", [1, []])
def test_record_with_too_many_fields_is_not_read_completely(field: object) -> None:
    many = json.dumps({str(key): field for key in range(100_000)}).encode()
    with pytest.raises(Unreadable) as caught:
        layout_of(BytesIO(b"[" + GOOD + b"," + many + b"]"), Limits())
    assert caught.value.trouble == FileTrouble.TOO_MANY_COLUMNS
    late = b"[" + b",".join([GOOD] * 1000 + [many, GOOD]) + b"]"
    assert [(bad.line, bad.reason) for bad in rejected(understood(late))] == [(1001, RejectionReason.FIELDS_EXTRA)]


def test_columns_are_counted_while_the_first_records_are_read() -> None:
    records = [{f"{record}-{key}": "x" * 1000 for key in range(150)} for record in range(100)]
    content = json.dumps(records).encode()
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable) as caught:
            layout_of(BytesIO(content), Limits())
        _size, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.trouble == FileTrouble.TOO_MANY_COLUMNS
    assert peak < 20 * MEBIBYTE


@pytest.mark.parametrize("around", ["[%s]", '{"%%s": [%s]}'])
def test_unstorable_field_names_are_cleaned(around: str) -> None:
    content = (around % '{"a\\u0000": 1, "\\ud800": {"b": 2}}').replace("%s", "\\u0000list")
    layout = layout_of(BytesIO(content.encode()), Limits())
    assert layout.header == ("a\ufffd", "\ufffd.b")
    json.dumps(layout.as_json(), ensure_ascii=False).encode()
    assert "\0" not in layout.path
    assert list(layout.source(BytesIO(content.encode()), Limits())) == [(1, ["1", "2"])]


def test_every_refusal_has_a_message() -> None:
    assert set(REASONS) == set(RejectionReason)
    assert set(TROUBLES) == set(FileTrouble)
