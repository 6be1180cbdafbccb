"""Zendesk's legacy satisfaction ratings: only good and bad are answers."""

from datetime import UTC, datetime

import pytest

from feedback.models import SurveyResponse
from intake.reading.precision import SECOND
from intake.reading.reasons import RejectionReason
from intake.reading.row_parsing import ParsedRow
from tests.factories import feedback
from tests.factories.people import organisation
from tests.intake.forms import FORMS, as_json
from tests.intake.known import known

FIELDS = (
    "id", "url", "assignee_id", "group_id", "requester_id", "ticket_id", "score", "comment", "reason", "reason_id",
    "reason_code", "created_at", "updated_at",
)  # fmt: skip


def rating(number: int, score: str, assignee: int | None = 35436, comment: str | None = None) -> tuple[object, ...]:
    at = f"2026-01-{number:02}T21:57:54Z"
    url = f"https://shop.example.org/api/v2/satisfaction_ratings/{number}.json"
    return (number, url, assignee, 98738, 7881, 200 + number, score, comment, "No reason", 0, 0, at, at)


RATINGS = [
    rating(1, "good", comment="Quick!"),
    rating(2, "bad"),
    rating(3, "offered"),
    rating(4, "unoffered", None),
    rating(5, "good", None),
]


def test_list_inside_the_api_object_is_read() -> None:
    found = known(as_json(FIELDS, RATINGS, name="satisfaction_ratings", count=5, next_page=None, previous_page=None))
    assert (found.profile.name, found.profile.source) == ("zendesk", "zendesk")
    assert found.answers == [
        ("201", "35436", 5),
        ("202", "35436", 1),
        ("203", "35436", None),
        ("204", "", None),
        ("205", "", 5),
    ]
    assert found.rejections == []
    assert found.times[0] == datetime(2026, 1, 1, 21, 57, 54, tzinfo=UTC)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_in_every_form(form: str) -> None:
    found = known(FORMS[form](FIELDS, RATINGS))
    assert [points for _id, _agent, points in found.answers] == [5, 1, None, None, 5]


def test_response_time_is_the_last_change() -> None:
    changed = (*rating(1, "bad", comment="After all")[:-1], "2026-01-03T08:00:30Z")
    (row,) = known(as_json(FIELDS, [changed], name="satisfaction_ratings")).rows
    assert isinstance(row, ParsedRow)
    assert row.started_at == datetime(2026, 1, 1, 21, 57, 54, tzinfo=UTC)
    assert (row.responded_at, row.precision) == (datetime(2026, 1, 3, 8, 0, 30, tzinfo=UTC), SECOND)


@pytest.mark.django_db
def test_latest_version_of_a_rating_counts_in_any_order() -> None:
    organisation()
    before, after = rating(1, "good"), (*rating(1, "bad")[:-1], "2026-01-03T08:00:30Z")
    feedback.imported(as_json(FIELDS, [after], name="satisfaction_ratings"), file_name="after.json")
    feedback.imported(as_json(FIELDS, [before], name="satisfaction_ratings"), file_name="before.json")
    states = SurveyResponse.objects.order_by("responded_at").values_list("value", "state")
    assert list(states) == [(5, "superseded"), (1, "counted")]


def test_filter_values_of_the_api_are_no_scores() -> None:
    found = known(as_json(FIELDS, [*RATINGS, rating(6, "good_with_comment")], name="satisfaction_ratings"))
    assert [(bad.line, bad.column, bad.value, bad.reason) for bad in found.rejections] == [
        (6, "score", "good_with_comment", RejectionReason.SCALE)
    ]


def test_comment_in_a_later_record_is_not_lost() -> None:
    without = [field for field in FIELDS if field != "comment"]
    records = as_json(
        without, [[cell for field, cell in zip(FIELDS, row, strict=True) if field != "comment"] for row in RATINGS[:1] * 1200]
    )
    whole = records[:-1] + b", " + as_json(FIELDS, RATINGS[:1])[1:]
    assert [row.comment for row in known(whole).rows if hasattr(row, "comment")][-2:] == ["", "Quick!"]
