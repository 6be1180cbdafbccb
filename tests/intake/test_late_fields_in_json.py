"""Fields of JSON records that the first thousand records don't have."""

import json
from io import BytesIO

import pytest

from intake.models import Import
from intake.queries.files import unused_cells
from intake.reading import late_fields
from intake.reading.file_limits import Limits
from intake.reading.layouts import Layout, layout_of
from intake.reading.profiles import DateRule, Field, Profile
from tests.factories import feedback
from tests.factories.people import Personas
from tests.intake.forms import lines_of

FIRST = [{"id": at, "date": "2026-02-03", "rating": 4} for at in range(1000)]
LATE = [
    {"id": 1001, "date": "2026-02-03", "rating": 5, "remark": "late but great", "who": {"name": "Ada"}},
    {"id": 1002, "date": "2026-02-03", "rating": 5, "remark": "", "nothing": None},
    {"id": 1003, "date": "2026-02-03", "rating": 5, "remark": "ok"},
]
FILES = {
    "list": json.dumps(FIRST + LATE).encode(),
    "list in an object": json.dumps({"data": {"rows": FIRST + LATE}}).encode(),
    "lines": lines_of(FIRST + LATE),
    "column of a table": b"_airbyte_ab_id,_airbyte_data\n"
    + b"".join(b'1,"' + json.dumps(row).replace('"', '""').encode() + b'"\n' for row in FIRST + LATE),
}


@pytest.mark.parametrize("kind", FILES)
def test_late_fields_are_counted_with_an_example(kind: str) -> None:
    file = BytesIO(FILES[kind])
    layout = layout_of(file, Limits())
    source = layout.source(file, Limits())
    assert sum(1 for _item in source) == 1003
    assert list(source.late) == [("remark", 2, "late but great"), ("who.name", 1, "Ada")]


@pytest.mark.parametrize("kind", ["list", "lines"])
def test_reading_that_goes_on_counts_each_record_once(kind: str) -> None:
    file = BytesIO(FILES[kind])
    layout = layout_of(file, Limits())
    source = layout.source(file, Limits())
    coming = iter(source)
    for _record in range(1001):
        next(coming)
    rest = layout.source(file, Limits(), source.cursor)
    assert len(list(rest)) == 2
    assert [(late.title, late.records) for late in (*source.late, *rest.late)] == [
        ("remark", 1),
        ("who.name", 1),
        ("remark", 1),
    ]


def test_memory_stays_bounded_with_ever_new_fields() -> None:
    found = late_fields.LateFields(["id"])
    for at in range(500):
        found.note((at, {"id": "1", f"field {at}": "x" * 1000}, ()))
    listed = list(found)
    assert len(listed) == late_fields.MOST_NAMED + 1
    assert sum(late.records for late in listed) == 500
    assert {late.records for late in listed if late.title == late_fields.OTHERS} == {400}
    assert max(len(late.example) for late in listed) == late_fields.EXAMPLE_CHARACTERS


def test_late_columns_are_added_up_to_the_limit() -> None:
    layout = Layout(header=("a", "b"), rows=1)
    assert layout.with_late_columns(["b", "c", late_fields.OTHERS, "d"], Limits(columns=3)).header == ("a", "b", "c")


@pytest.mark.django_db
def test_late_fields_are_said_before_publishing_and_can_then_be_matched(personas: Personas) -> None:
    profile = Profile(
        name="generic",
        source="desk",
        columns={Field.EXTERNAL_ID: "id", Field.STARTED: "date", Field.RATING: "rating"},
        dates=DateRule(),
    )
    feedback.own_profile(personas.ops, name="Desk", profile=profile)
    imported = feedback.worked(feedback.received(FILES["list"], profile_name="Desk", goes_on=False))
    assert imported.state != Import.State.PUBLISHED
    found = {cells.column: (cells.count, cells.example) for cells in unused_cells(imported)}
    assert found == {"remark": (2, "late but great"), "who.name": (1, "Ada")}
    assert all("match the columns again" in cells.sentence for cells in unused_cells(imported))
    assert imported.layout["header"] == ["id", "date", "rating", "remark", "who.name"]
