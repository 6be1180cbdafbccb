"""JSON files with several lists: that of a known source is read, or else the first."""

import json
from io import BytesIO

import pytest

from intake.reading.file_limits import Limits
from intake.reading.layouts import layout_of

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


def test_broken_end_of_file_keeps_all_records() -> None:
    whole = json.dumps({"calls": [{"a": 1}, {"a": 2}], "users": USERS}).encode()
    file = BytesIO(whole[:-1000])
    assert list(layout_of(file, Limits()).source(file, Limits())) == [(1, ["1"]), (2, ["2"])]


def test_search_for_the_list_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.reading.layouts.LOOKED_THROUGH_BYTES", 1024)
    file = BytesIO(json.dumps({"users": USERS, "satisfaction_ratings": RATINGS}).encode())
    assert layout_of(file, Limits()).path == "users.item"
