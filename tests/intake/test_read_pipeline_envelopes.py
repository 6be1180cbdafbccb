"""Files of data pipelines: the records are read as if they stood alone, and other streams are counted."""

import json
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest

from intake.reading.file_limits import Limits
from intake.reading.layouts import Layout, layout_of
from intake.reading.profiles import Field
from intake.reading.reasons import FileTrouble, RejectionReason, Unreadable
from intake.reading.text_rows import Broken
from tests.intake.dirty import PLAIN, parsed, understood
from tests.intake.forms import as_csv, lines_of
from tests.intake.known import known

RATINGS = [
    {"id": at, "score": "good", "assignee_id": 3, "ticket_id": at, "created_at": "2026-01-02T10:00:00Z", "comment": ""}
    for at in range(3)
]
USERS = [{"id": at, "name": "Nia"} for at in range(4)]
SCHEMA = {"type": "SCHEMA", "stream": "ratings", "schema": {"properties": {"id": {}}}, "key_properties": ["id"]}
STATE = {"type": "STATE", "value": {"bookmark": 1}}
LOG = {"type": "LOG", "log": {"level": "INFO", "message": "started"}}


def airbyte(stream: str, record: Any) -> dict[str, Any]:
    return {"type": "RECORD", "record": {"stream": stream, "data": record, "emitted_at": 1790000000000}}


def singer(stream: str, record: Any) -> dict[str, Any]:
    return {"type": "RECORD", "stream": stream, "record": record, "time_extracted": "2026-11-01T00:00:00Z"}


def named(stream: str, record: Any) -> dict[str, Any]:
    return {"stream": stream, "data": record}


def kept(_stream: str, record: Any) -> dict[str, Any]:
    return {"_airbyte_raw_id": "r", "_airbyte_extracted_at": 1790000000000, "_airbyte_meta": {}, "_airbyte_data": record}


def kept_as_text(_stream: str, record: Any) -> dict[str, Any]:
    return {"_airbyte_ab_id": "r", "_airbyte_emitted_at": 1790000000000, "_airbyte_data": json.dumps(record)}


def layout_in(content: bytes) -> Layout:
    return layout_of(BytesIO(content), Limits())


@pytest.mark.parametrize("envelope", [airbyte, singer, named, kept, kept_as_text])
@pytest.mark.parametrize("write", [lines_of, lambda records: json.dumps(records).encode()])
def test_the_source_of_the_records_is_recognised_inside_an_envelope(envelope: Any, write: Any) -> None:
    found = known(write([envelope("ratings", record) for record in RATINGS]))
    assert found.profile.name == "zendesk"
    assert found.answers == [(str(at), "3", 5) for at in range(3)]


@pytest.mark.parametrize("envelope", [airbyte, singer])
def test_messages_between_records_are_no_rows(envelope: Any) -> None:
    records = [envelope("ratings", record) for record in RATINGS]
    found = known(lines_of([LOG, SCHEMA, *records[:1], STATE, *records[1:], STATE]))
    assert [row.line for row in found.rows] == [3, 5, 6]


def test_records_are_found_after_very_many_messages() -> None:
    assert len(known(lines_of([LOG] * 2000 + [airbyte("ratings", record) for record in RATINGS])).rows) == 3


def test_file_with_only_messages_is_refused() -> None:
    with pytest.raises(Unreadable, match=FileTrouble.NO_RECORDS):
        layout_in(lines_of([LOG, STATE]))


@pytest.mark.parametrize("envelope", [airbyte, singer, named])
@pytest.mark.parametrize("order", [1, -1])
def test_the_stream_with_ratings_is_read_and_the_others_are_counted(envelope: Any, order: int) -> None:
    streams = [[envelope("users", user) for user in USERS], [envelope("ratings", record) for record in RATINGS]]
    content = lines_of([record for stream in streams[::order] for record in stream])
    layout = layout_in(content)
    assert (layout.shape.stream, layout.shape.others) == ("ratings", (("users", 4),))
    assert len(list(layout.source(BytesIO(content), Limits()))) == 3


def test_the_stream_with_a_rating_and_a_date_is_read_if_no_source_is_known() -> None:
    calls = [{"id": at, "rating": 4, "date": "2026-01-02"} for at in range(3)]
    records = [named("users", user) for user in USERS] + [named("calls", call) for call in calls]
    assert layout_in(lines_of(records)).shape.stream == "calls"


def test_record_of_a_stream_that_was_not_seen_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.reading.json_streams.LOOKED_THROUGH_BYTES", 200)
    content = lines_of([*(named("ratings", record) for record in RATINGS), named("late", {"id": 1})])
    *_rows, last = layout_in(content).source(BytesIO(content), Limits())
    assert isinstance(last, Broken)
    assert (last.line, last.reason, last.value) == (4, RejectionReason.OTHER_STREAM, "late")


def test_value_that_is_no_envelope_is_rejected() -> None:
    content = lines_of([airbyte("ratings", RATINGS[0]), {"type": "BATCH", "manifest": ["elsewhere"]}])
    # The whole file must consist of envelopes to be read as such; a later value that isn't one loses only itself.
    more = lines_of([airbyte("ratings", record) for record in RATINGS * 400]) + content
    *_rows, last = layout_in(more).source(BytesIO(more), Limits())
    assert isinstance(last, Broken)
    assert last.reason == RejectionReason.NO_RECORD


def test_items_of_lists_are_columns_by_identity_inside_an_envelope() -> None:
    record = {"id": 1, "answers": [{"question": {"id": "q"}, "rating": 5}]}
    assert "answers[q].rating" in layout_in(lines_of([airbyte("responses", record)] * 2)).header


def in_cells(records: list[Any]) -> bytes:
    rows = [[f"r{at}", json.dumps(record), "1790000000000"] for at, record in enumerate(records)]
    return as_csv(("_airbyte_ab_id", "_airbyte_data", "_airbyte_emitted_at"), rows)


def test_records_in_a_column_of_a_text_file_are_read_as_if_they_stood_alone() -> None:
    found = known(in_cells([*RATINGS, "broken"]))
    assert found.profile.name == "zendesk"
    assert found.answers == [(str(at), "3", 5) for at in range(3)]
    assert [(bad.line, bad.reason) for bad in found.rejections] == [(5, RejectionReason.NO_RECORD)]


def test_reading_can_continue_after_any_record_in_a_column() -> None:
    content = in_cells(RATINGS)
    layout = layout_in(content)
    assert Layout.from_json(json.loads(json.dumps(layout.as_json()))) == layout
    source = layout.source(BytesIO(content), Limits())
    whole = []
    for row in source:
        whole.append(row)
        assert [*whole, *layout.source(BytesIO(content), Limits(), source.cursor)] == list(
            layout.source(BytesIO(content), Limits())
        )


def test_column_without_records_is_an_ordinary_column() -> None:
    content = as_csv(("_airbyte_data", "rating"), [("none", "4"), ("none", "5")])
    assert layout_in(content).header == ("_airbyte_data", "rating")


@pytest.mark.parametrize("prefix", ["_airbyte_", "_sdc_"])
def test_copied_again_a_record_without_an_id_is_the_same(prefix: str) -> None:
    profile = replace(PLAIN, columns={Field.STARTED: "date", Field.RATING: "rating"})

    def digest(copied: str) -> str:
        header = ("date", "rating", f"{prefix}extracted_at", f"{prefix}raw_id")
        (row,) = parsed(understood(as_csv(header, [("2026-01-02", "4", copied, copied)]), profile))
        return row.digest

    assert digest("1790000000000") == digest("1790000009999")


@pytest.mark.parametrize("count", [1, 3])
def test_empty_lists_in_records_do_not_hide_them(count: int) -> None:
    lines = [singer("ratings", {**RATINGS[at], "tags": [], "notes": []}) for at in range(count)]
    assert len(known(lines_of([*lines, STATE])).answers) == count
