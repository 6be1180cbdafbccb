"""JSON files with several lists: that of a known source is read, or else the first."""

import json
from io import BytesIO

import pytest

from intake.reading.file_limits import Limits
from intake.reading.layouts import layout_of
from intake.reading.reasons import RejectionReason
from intake.reading.text_rows import Broken

RATINGS = [
    {"id": at, "score": "good", "assignee_id": 3, "ticket_id": at, "created_at": "2026-01-02T10:00:00Z", "comment": ""}
    for at in range(3)
]
USERS = [{"id": at, "name": "Nia", "notes": "x" * 300} for at in range(30_000)]


@pytest.mark.parametrize("order", [1, -1])
def test_list_of_a_known_source_is_read_wherever_it_is(order: int) -> None:
    content = dict([("satisfaction_ratings", RATINGS), ("users", USERS)][::order])
    file = BytesIO(json.dumps(content).encode())
    layout = layout_of(file, Limits())
    assert layout.path == "satisfaction_ratings.item"
    rows = list(layout.source(file, Limits()))
    assert [row[0] for row in rows if isinstance(row, tuple)] == [1, 2, 3] == list(range(1, len(rows) + 1))


def test_first_of_several_unknown_lists_is_read() -> None:
    file = BytesIO(json.dumps({"none": [], "names": ["a"], "in": {"calls": [{"a": 1}]}, "users": USERS}).encode())
    layout = layout_of(file, Limits())
    assert (layout.path, layout.header) == ("in.calls.item", ("a",))
    assert list(layout.source(file, Limits())) == [(1, ["1"])]


def test_broken_end_of_file_keeps_all_records_and_is_said() -> None:
    whole = json.dumps({"calls": [{"a": 1}, {"a": 2}], "users": USERS}).encode()
    file = BytesIO(whole[:-1000])
    cut_off = Broken(3, RejectionReason.BREAKS_OFF, "")
    assert list(layout_of(file, Limits()).source(file, Limits())) == [(1, ["1"]), (2, ["2"]), cut_off]


def test_page_without_the_list_is_said_and_later_pages_are_read() -> None:
    pages = [{"calls": [{"a": 1}]}, {"error": "try again"}, {"calls": [{"a": 2}]}]
    file = BytesIO("\n".join(json.dumps(page, indent=1) for page in pages).encode())
    first, between, last = layout_of(file, Limits()).source(file, Limits())
    assert (first, last) == ((1, ["1"]), (3, ["2"]))
    assert isinstance(between, Broken)
    assert (between.line, between.reason) == (2, RejectionReason.NO_RECORD)


def test_search_for_the_list_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.reading.json_tables.LOOKED_THROUGH_BYTES", 1024)
    file = BytesIO(json.dumps({"users": USERS, "satisfaction_ratings": RATINGS}).encode())
    assert layout_of(file, Limits()).path == "users.item"


INSPECTED = {
    "version": "1",
    "inspectionId": "i-1",
    "metadata": {"agentId": "7", "submitted": "2026-10-14T17:59:29Z"},
    "parts": [{"partId": "p1", "score": 90}],
    "questions": [{"questionId": "q1", "answer": "Yes"}, {"questionId": "q2", "answer": "No"}],
}


@pytest.mark.parametrize("indent", [None, 1])
def test_object_with_an_id_and_lists_without_dates_is_one_record(indent: int | None) -> None:
    file = BytesIO(json.dumps(INSPECTED, indent=indent).encode())
    layout = layout_of(file, Limits())
    assert (layout.path, layout.rows) == ("", 1)
    (row,) = layout.source(file, Limits())
    assert isinstance(row, tuple)
    assert dict(zip(layout.header, row[1], strict=True))["parts.score"] == "90"


@pytest.mark.parametrize("date", ["2026-01-05", "05/01/2026 10:00", 1790000000])
def test_object_with_an_id_and_a_list_of_dated_records_is_not_one_record(date: object) -> None:
    survey = {
        "survey_id": "s-1",
        "questions": [{"id": 1, "text": "How?"}],
        "responses": [{"who": "A", "at": date, "points": 4}],
    }
    assert layout_of(BytesIO(json.dumps(survey).encode()), Limits()).path == "responses.item"


def test_list_with_a_date_and_a_rating_comes_before_the_first() -> None:
    content = {"users": USERS[:3], "calls": [{"id": 1, "date": "2026-01-05", "rating": 4}], "more": USERS[:3]}
    assert layout_of(BytesIO(json.dumps(content).encode()), Limits()).path == "calls.item"


@pytest.mark.parametrize("name", ["timeZone", "timezone", "time_zone"])
@pytest.mark.parametrize("order", [1, -1])
def test_time_zone_beside_the_list_is_found(name: str, order: int) -> None:
    content = dict([(name, "Europe/Amsterdam"), ("ratings", [{"id": 1, "rating": 4}])][::order])
    assert layout_of(BytesIO(json.dumps(content).encode()), Limits()).zone == "Europe/Amsterdam"


def test_time_zone_beside_a_list_that_is_too_large_to_look_at_whole() -> None:
    content = {"timeZone": "Europe/Amsterdam", "users": [{"id": 1, "notes": "x" * 2000}] * 4000}
    assert layout_of(BytesIO(json.dumps(content).encode()), Limits()).zone == "Europe/Amsterdam"


@pytest.mark.parametrize("zone", ["Mars/Base", "", None, 5, ["UTC"], "Europe"])
def test_zone_that_does_not_exist_is_none(zone: object) -> None:
    content = {"timeZone": zone, "ratings": [{"id": 1, "rating": 4}]}
    assert layout_of(BytesIO(json.dumps(content).encode()), Limits()).zone == ""


CALLS = [{"id": 1, "date": "2026-01-05", "rating": 4}, {"id": 2, "date": "2026-01-06", "rating": 5}]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("between", ["\n", "", "\n\n"])
def test_pages_one_after_the_other_are_read_completely(indent: int | None, between: str) -> None:
    pages = [{"count": 1, "calls": [call], "next": None} for call in CALLS]
    file = BytesIO(between.join(json.dumps(page, indent=indent) for page in pages).encode())
    layout = layout_of(file, Limits())
    assert layout.path == "calls.item"
    assert list(layout.source(file, Limits())) == [(1, ["1", "2026-01-05", "4"]), (2, ["2", "2026-01-06", "5"])]
    assert list(layout.source(file, Limits(), {"line": 1})) == [(2, ["2", "2026-01-06", "5"])]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("extra", [{}, {"parts": [{"text": "x"}]}])
def test_objects_one_after_the_other_are_records(indent: int | None, extra: dict[str, object]) -> None:
    file = BytesIO("\n".join(json.dumps({**call, **extra}, indent=indent) for call in CALLS).encode())
    layout = layout_of(file, Limits())
    rows = [item for item in layout.source(file, Limits()) if isinstance(item, tuple)]
    assert [row[1][:3] for row in rows] == [["1", "2026-01-05", "4"], ["2", "2026-01-06", "5"]]


def test_lists_one_after_the_other_are_read_completely() -> None:
    file = BytesIO(f"{json.dumps(CALLS[:1])}\n{json.dumps(CALLS[1:])}".encode())
    assert len(list(layout_of(file, Limits()).source(file, Limits()))) == 2


def test_object_that_breaks_off_after_others_is_told() -> None:
    whole = "\n".join(json.dumps(call, indent=1) for call in CALLS)
    file = BytesIO(whole[:-9].encode())
    _first, last = layout_of(file, Limits()).source(file, Limits())
    assert isinstance(last, Broken)
    assert (last.line, last.reason) == (2, RejectionReason.BREAKS_OFF)
