"""Reviews of Zendesk QA and evaluations of Amazon Connect, and files of each tool in every shape."""

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.installation_limits import limits
from intake.reading.text_rows import Broken
from quality.evaluations.files import MARKED_WITHIN, Found, found_in, layout_of
from quality.evaluations.reasons import UnfitEvaluation
from quality.evaluations.records import Evaluation
from quality.evaluations.tools import TOOLS, Tool
from tests.factories import evaluations as make

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def read(content: bytes) -> list[Evaluation | str]:
    """Each evaluation of a file, or the reason why it can't be imported."""
    file = io.BytesIO(content)
    layout = layout_of(file, limits())
    assert layout is not None
    return [_one(item, layout.tool) for item in found_in(file, layout, limits())]


def _one(item: Found | Broken, tool: Tool) -> Evaluation | str:
    if isinstance(item, Broken):
        return item.reason.value
    if not isinstance(item.value, dict):
        return "no_record"
    try:
        return tool.evaluation_of(item.value, now=NOW, longest_text=4000)
    except UnfitEvaluation as unfit:
        return unfit.reason.value


def only(content: Any) -> Evaluation:
    [found] = read(json.dumps(content).encode())
    assert isinstance(found, Evaluation)
    return found


def test_review_of_zendesk_qa_is_read() -> None:
    found = only({"conversations": [make.conversation(review={"id": "77"})], "pagination": {"page": 1}})
    assert (found.external_id, found.context_id, float(found.total_score)) == ("77", "77", 72.5)
    assert (found.identity, found.agent, found.evaluator) == ("nia@example.org", "Nia Berg (nia@example.org)", "Rui Costa")
    assert (found.form, found.conversation_id, found.comment) == ("E-mail", "9001", "Friendly.")
    assert [(each["title"], each["got"]) for each in found.groups] == [("Tone", "100"), ("Solution", "45"), ("Grammar", "")]
    assert (found.conversation_at, found.changed_at) == (
        datetime(2026, 4, 1, 9, tzinfo=UTC),
        datetime(2026, 4, 2, 10, tzinfo=UTC),
    )
    assert not found.is_red_flagged


def test_failed_critical_category_is_a_red_flag() -> None:
    assert only([make.conversation(review={"score": 0})]).is_red_flagged


def test_conversation_with_several_reviews_and_odd_ones_loses_only_those() -> None:
    conversation = make.conversation()
    reviews = [*conversation["reviews"], "odd", None, [], {"id": "x"}, *make.conversation()["reviews"]]
    odd = make.conversation(reviews="none")
    found = read(
        json.dumps({"conversations": [{**conversation, "reviews": reviews}, odd, make.conversation(reviews=[])]}).encode()
    )
    assert [each if isinstance(each, str) else "read" for each in found] == [
        "read", "no_record", "no_record", "no_record", "agent", "read", "no_record",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("review", "reason"),
    [
        ({"score": None}, "score_missing"),
        ({"score": 101}, "score"),
        ({"reviewee": None}, "agent"),
        ({"id": None}, "evaluation_id"),
        ({"updated": "", "created": None}, "moment_missing"),
        ({"updated": "2026-04-02 10:00"}, "evaluation_moment"),
        ({"comment": "x" * 5000}, "text_too_long"),
    ],
)
def test_review_of_zendesk_qa_is_refused_with_a_reason(review: dict[str, Any], reason: str) -> None:
    assert read(json.dumps([make.conversation(review=review)]).encode()) == [reason]


def test_evaluation_of_amazon_connect_is_read() -> None:
    found = only(make.connect(evaluationId="c1"))
    assert (found.external_id, found.identity, found.agent) == ("c1", "connect-agent-nia", "connect-agent-nia")
    assert (found.evaluator, found.form, found.conversation_id) == ("rui", "Chat 2026", "contact-1")
    assert (float(found.total_score), found.comment) == (66.7, "Greeting: Warm.")
    assert [(each["title"], each["got"]) for each in found.groups] == [("Greeting", "80"), ("Security", "")]
    assert found.changed_at == datetime(2026, 4, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        ({"evaluationSubmitTimestamp": None}, "not_finished"),
        ({"calibrationSessionId": "k"}, "calibration"),
        ({"agentId": ""}, "agent"),
        ({"score": {"notApplicable": True}}, "score_missing"),
        ({"score": {"percentage": -1}}, "score"),
        ({"score": "90"}, "score_missing"),
    ],
)
def test_evaluation_of_amazon_connect_is_refused_with_a_reason(metadata: dict[str, Any], reason: str) -> None:
    assert read(json.dumps(make.connect(metadata=metadata)).encode()) == [reason]


def test_automatic_fail_is_a_red_flag() -> None:
    assert only(make.connect(metadata={"score": {"percentage": 0, "automaticFail": True}})).is_red_flagged


RECORDS = {
    "genesys": (make.evaluation, "entities"),
    "zendesk-qa": (make.conversation, "conversations"),
    "amazon-connect": (make.connect, "evaluations"),
}


@pytest.mark.parametrize("source", RECORDS)
@pytest.mark.parametrize(
    "shape", ["list", "page", "page in an envelope", "lines", "pages on lines", "pretty", "pretty ones in a row"]
)
def test_every_shape_of_every_tool_is_read(source: str, shape: str) -> None:
    record, name = RECORDS[source]
    first, second, third = record(), record(), record()
    content = {
        "list": json.dumps([first, second, third]),
        "page": json.dumps({"page": 1, name: [first, second, third], "total": 3}),
        "page in an envelope": json.dumps({"status": 200, "body": {name: [first, second, third]}}, indent=1),
        "lines": "\n".join(map(json.dumps, (first, second, third))),
        "pages on lines": "\n".join(json.dumps({name: page}) for page in ([first, second], [third])),
        "pretty": json.dumps({name: [first, second, third]}, indent=2),
        "pretty ones in a row": "\n".join(json.dumps(each, indent=2) for each in (first, second, third)),
    }[shape]
    assert [isinstance(each, Evaluation) for each in read(content.encode())] == [True] * 3


@pytest.mark.parametrize("source", RECORDS)
@pytest.mark.parametrize("odd", ["odd", None, 5, True, [], ["x"], {}, {"id": {"a": [None]}}])
@pytest.mark.parametrize("shape", ["list", "page", "lines"])
def test_odd_record_anywhere_costs_only_itself(source: str, odd: Any, shape: str) -> None:
    record, name = RECORDS[source]
    rows = [odd, record(), odd, record(), odd]
    content = {
        "list": json.dumps(rows),
        "page": json.dumps({name: rows}),
        "lines": "\n".join(map(json.dumps, rows)),
    }[shape]
    assert [isinstance(each, Evaluation) for each in read(content.encode())] == [False, True, False, True, False]


def test_broken_first_line_costs_only_itself() -> None:
    lines = ['{"id": "a", "evaluationForm": {', *(json.dumps(make.evaluation()) for _number in range(2))]
    assert [isinstance(each, Evaluation) for each in read("\n".join(lines).encode())] == [False, True, True]


class Counting(io.BytesIO):
    """A file that knows how far it was read."""

    furthest = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self.furthest = max(self.furthest, self.tell())
        return found


def test_large_file_of_something_else_is_read_at_its_beginning_only() -> None:
    file = Counting(b"id,agent,date,rating\n" + b"1,Nia,2026-01-05,4\n" * 200_000)
    assert layout_of(file, limits()) is None
    assert file.furthest <= MARKED_WITHIN < len(file.getvalue())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_evaluations_in_other_encodings_are_recognised(encoding: str) -> None:
    assert [isinstance(each, Evaluation) for each in read(json.dumps([make.connect()]).encode(encoding))] == [True]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, each in inner for place in _places(each, (*path, key)))]


def _changed(value: Any, path: tuple[Any, ...], by: Any) -> Any:
    if not path:
        return by
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _changed(copy[path[0]], path[1:], by)
    return copy


@given(data=st.data(), source=st.sampled_from(sorted(RECORDS)), odd=VALUES)
def test_wrong_type_anywhere_inside_never_costs_the_other_records(data: Any, source: str, odd: Any) -> None:
    record, _name = RECORDS[source]
    sound = record()
    spoilt = _changed(sound, data.draw(st.sampled_from(_places(sound))), odd)
    found = read(json.dumps([sound, spoilt, sound]).encode())
    assert isinstance(found[0], Evaluation)
    assert isinstance(found[-1], Evaluation)


def test_sources_are_known_by_different_names() -> None:
    assert len({tool.source for tool in TOOLS}) == len(TOOLS) == len(RECORDS)
