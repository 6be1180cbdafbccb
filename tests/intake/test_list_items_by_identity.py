"""Items of JSON lists: those with an identity that recurs are columns of their own, others are joined."""

import json
from io import BytesIO
from typing import Any

import pytest

from intake.reading.file_limits import Limits
from intake.reading.layouts import Layout, layout_of


def read(records: list[Any], limits: Limits | None = None) -> tuple[Layout, list[dict[str, str]]]:
    """Layout of a list of records, and the filled cells of each row by title."""
    most, file = limits or Limits(), BytesIO(json.dumps(records).encode())
    layout = Layout.from_json(json.loads(json.dumps(layout_of(file, most).as_json())))
    assert layout == layout_of(file, most)
    rows = [item for item in layout.source(file, most) if isinstance(item, tuple)]
    return layout, [{title: cell for title, cell in zip(layout.header, row[1], strict=True) if cell} for row in rows]


def asked(name: str, value: int, **about: Any) -> dict[str, Any]:
    return {"field": {"id": f"id-{name}", "ref": name, **about}, "number": value}


def test_answers_are_columns_by_the_reference_of_their_question() -> None:
    layout, rows = read(
        [
            {"id": "a", "answers": [asked("csat", 5), asked("nps", 9)]},
            {"id": "b", "answers": [asked("nps", 4), asked("csat", 2)]},
            {"id": "c", "answers": []},
        ]
    )
    assert layout.lists == ()
    assert [(row.get("answers[csat].number"), row.get("answers[nps].number")) for row in rows] == [
        ("5", "9"),
        ("2", "4"),
        (None, None),
    ]


def test_one_record_is_enough_for_answers_that_name_their_question() -> None:
    _layout, (row,) = read([{"id": "a", "answers": [{"question": {"id": 7}, "rating": 5}]}])
    assert row["answers[7].rating"] == "5"


@pytest.mark.parametrize("name", ["id", "key", "ref"])
def test_custom_fields_are_columns_by_id(name: str) -> None:
    records = [{"ticket": at, "custom_fields": [{name: 36, "value": "x"}, {name: 37, "value": at}]} for at in range(3)]
    _layout, rows = read(records)
    assert [row["custom_fields[37].value"] for row in rows] == ["0", "1", "2"]


@pytest.mark.parametrize(
    "items",
    [
        # Each record has items of its own.
        [[{"id": "1", "value": "a"}], [{"id": "2", "value": "b"}], [{"id": "3", "value": "c"}]],
        # The same few people and tags recur, but they aren't answers.
        [[{"id": 7, "name": "Noor"}], [{"id": 8, "name": "Ivo"}], [{"id": 7, "name": "Noor"}]],
        [["x", "y"], ["x"], []],
    ],
)
def test_other_items_are_joined(items: list[Any]) -> None:
    layout, _rows = read([{"id": at, "things": each} for at, each in enumerate(items)])
    assert not any("[" in title for title in layout.header)


def test_columns_with_several_values_are_named() -> None:
    layout, rows = read([{"id": 1, "scores": [{"points": 5}, {"points": 2}], "tags": ["a"]}])
    assert layout.lists == ("scores.points",)
    assert rows[0]["scores.points"] == "5, 2"


def test_an_identity_that_occurs_twice_in_a_record_makes_a_joined_column() -> None:
    layout, rows = read([{"id": 1, "answers": [asked("csat", 5), asked("csat", 1)]}])
    assert rows[0]["answers[csat].number"] == "5, 1"
    assert "answers[csat].number" in layout.lists


def test_very_many_identities_are_joined() -> None:
    answers = [asked(f"q{at}", at) for at in range(51)]
    layout, _rows = read([{"id": 1, "answers": answers}, {"id": 2, "answers": answers}])
    assert "answers.number" in layout.lists
    assert not any("[" in title for title in layout.header)


def test_more_columns_than_allowed_are_joined_again() -> None:
    records = [{"id": at, "answers": [asked(f"q{number}", at) for number in range(30)]} for at in range(3)]
    layout, rows = read(records, Limits(columns=40))
    assert "answers.number" in layout.header
    assert len(rows) == 3


def test_lists_within_items_keep_their_place() -> None:
    record = {"pages": [{"questions": [{"id": "q1", "answers": [{"text": "Good"}]}, {"id": "q2", "answers": []}]}]}
    _layout, rows = read([record, record])
    assert [row["pages.questions[q1].answers.text"] for row in rows] == ["Good", "Good"]


@pytest.mark.parametrize("identity", ["a]b", "x" * 101, "", None, 1.5, True, ["a"], "a\x00"])
def test_unusual_identities_are_none(identity: Any) -> None:
    layout, _rows = read([{"id": at, "answers": [{"question": {"id": identity}, "value": 1}]} for at in range(2)])
    assert "answers.value" in layout.header
