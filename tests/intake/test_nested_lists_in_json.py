"""Lists of records deep inside a JSON file, also if it has a single line, and the choice between several."""

import json
from io import BytesIO

import pytest

from intake.reading.file_limits import Limits
from intake.reading.layouts import Layout, TableChoice, layout_of
from intake.reading.reasons import FileTrouble
from intake.reading.table_questions import TableAnswers

CALLS = [{"id": at, "date": f"2026-02-0{at}", "rating": at} for at in range(1, 4)]
USERS = [{"id": at, "name": "Ada"} for at in range(1, 6)]


def layout_in(content: object, *, indent: int | None = None, path: str = "") -> Layout:
    text = json.dumps(content, indent=indent).encode()
    choice = TableChoice(answers=TableAnswers(list_path=path))
    return Layout.from_json(json.loads(json.dumps(layout_of(BytesIO(text), Limits(), choice).as_json())))


def ids(content: object, layout: Layout, indent: int | None = None) -> list[str]:
    text = json.dumps(content, indent=indent).encode()
    at = layout.header.index("id")
    return [item[1][at] for item in layout.source(BytesIO(text), Limits()) if isinstance(item, tuple)]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(
    ("content", "path"),
    [
        ({"data": {"items": CALLS}}, "data.items.item"),
        ({"results": {"rows": CALLS}, "meta": {"page": 1, "next": None}}, "results.rows.item"),
        ({"response": {"body": {"report": {"entries": CALLS}}}}, "response.body.report.entries.item"),
        ({"status": "ok", "payload": {"users": USERS, "calls": CALLS}}, "payload.calls.item"),
        ({"status": "ok", "payload": {"tags": [], "calls": CALLS}}, "payload.calls.item"),
    ],
)
def test_list_is_found_at_any_depth(content: object, path: str, indent: int | None) -> None:
    layout = layout_in(content, indent=indent)
    assert (layout.path, layout.open_questions) == (path, [])
    assert ids(content, layout, indent) == ["1", "2", "3"]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(
    "more", [{"contact": {"tags": [{"name": "vip"}]}}, {"tags": []}, {"thread": {"parts": [{"text": "a"}]}}]
)
def test_record_with_lists_inside_stays_a_record(more: dict[str, object], indent: int | None) -> None:
    record = {**CALLS[0], **more}
    layout = layout_in(record, indent=indent)
    assert ids(record, layout, indent) == ["1"]


TWO = {"export": {"january": CALLS, "february": CALLS[:2]}, "users": USERS}


def test_several_lists_that_suit_are_asked_about() -> None:
    layout = layout_in(TWO)
    (question,) = layout.open_questions
    assert question.trouble == FileTrouble.SEVERAL_LISTS
    assert question.about == "export.january, export.february, users"
    assert layout.lists_beside == (("export.february.item", 2), ("users.item", 5))


def test_chosen_list_is_read_and_asks_no_more() -> None:
    layout = layout_in(TWO, path="export.february.item")
    assert (layout.path, layout.open_questions) == ("export.february.item", [])
    assert ids(TWO, layout) == ["1", "2"]


def test_list_that_suits_best_is_sure_and_the_others_are_named() -> None:
    layout = layout_in({"users": USERS, "calls": CALLS})
    assert (layout.path, layout.is_list_sure, layout.lists_beside) == ("calls.item", True, (("users.item", 5),))


GROUPS = [{"agent": "Ada", "id": 7, "answers": {"list": CALLS[:2]}}, {"agent": "Ben", "id": 8, "answers": {"list": CALLS[2:]}}]


@pytest.mark.parametrize("content", [GROUPS, {"teams": GROUPS}, [*GROUPS, {"agent": "Cem", "answers": {"list": []}}]])
def test_records_in_a_list_of_groups_keep_the_fields_of_their_group(content: object) -> None:
    layout = layout_in(content)
    assert layout.path.endswith("item → answers.list")
    text = BytesIO(json.dumps(content).encode())
    rows = [dict(zip(layout.header, item[1], strict=True)) for item in layout.source(text, Limits()) if isinstance(item, tuple)]
    assert [(row["agent"], row["around.id"], row["id"], row["rating"]) for row in rows] == [
        ("Ada", "7", "1", "1"),
        ("Ada", "7", "2", "2"),
        ("Ben", "8", "3", "3"),
    ]
    assert next(iter(layout.source(text, Limits(), {"line": 2}))) == (3, list(rows[2].values()))


def test_group_without_its_list_is_not_lost() -> None:
    content = [*GROUPS, {"agent": "Cem", "id": 9}]
    layout = layout_in(content)
    *_others, last = layout.source(BytesIO(json.dumps(content).encode()), Limits())
    assert isinstance(last, tuple)
    assert "Cem" in last[1]


def test_dated_record_with_a_list_of_ratings_stays_a_record() -> None:
    tickets = [{"ticket": 1, "created_at": "2026-02-03", "marks": CALLS}]
    assert layout_in(tickets).path == "item"


def test_records_of_a_page_do_not_repeat_its_other_lists() -> None:
    layout = layout_in([{"page": 1, "calls": CALLS, "users": USERS, "meta": {"tags": ["a", "b"], "site": "Ghent"}}])
    assert layout.path == "item → calls"
    assert layout.header == ("id", "date", "rating", "page", "meta.site")


def test_very_deep_object_beside_a_list_is_read() -> None:
    deep: dict[str, object] = {}
    for _level in range(900):
        deep = {"a": deep}
    text = json.dumps({"id": 7, "date": "2026-02-03", "rating": 4, "marks": [{"x": 1}], "more": deep}).encode()
    rows = list(layout_of(BytesIO(text), Limits()).source(BytesIO(text), Limits()))
    assert [row[1][:3] for row in rows if isinstance(row, tuple)] == [["7", "2026-02-03", "4"]]
