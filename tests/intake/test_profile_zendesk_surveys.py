"""Zendesk's present CSAT surveys: answers by question, without an agent, about a ticket."""

import json
from datetime import UTC, datetime
from typing import Any

from intake.reading.precision import UNKNOWN
from intake.reading.profiles import Field
from tests.intake.dirty import parsed
from tests.intake.known import known, to_check
from tests.intake.samples import SAMPLES, survey_response


def responses(*found: dict[str, Any]) -> bytes:
    return json.dumps({"survey_responses": found, "meta": {"has_more": False}}).encode()


def answer(question: str, rating: int, *, second: int = 0, **about: Any) -> dict[str, Any]:
    at = f"2026-02-03T10:02:{second:02}.000Z"
    return {
        "type": "rating_scale", "rating": rating, "question": {"id": question, "type": "rating_scale_numeric", **about},
        "created_at": at, "updated_at": at,
    }  # fmt: skip


def test_rating_moment_and_comment_are_those_of_their_answers() -> None:
    found = known(responses(survey_response(201), survey_response(202, 1)))
    assert (found.profile.name, found.profile.source) == ("zendesk-survey-responses", "zendesk")
    assert found.answers == [("201", "", 5), ("202", "", 1)]
    row = parsed(found.rows)[0]
    assert (row.responded_at, row.comment) == (datetime(2026, 2, 3, 10, 5, tzinfo=UTC), "Helpful")


def test_date_of_the_survey_only_stands_in_for_that_of_the_contact() -> None:
    (row,) = parsed(known(responses(survey_response(201))).rows)
    assert (row.started_at, row.started_precision) == (datetime(2026, 2, 3, 10, 2, tzinfo=UTC), UNKNOWN)


def test_skipped_question_is_no_answer() -> None:
    skipped = {
        "type": "skipped", "question": {"id": "QA", "type": "rating_scale_emoji"},
        "created_at": "2026-02-03T10:02:00Z", "updated_at": "2026-02-03T10:02:00Z",
    }  # fmt: skip
    found = known(responses(survey_response(201), survey_response(202, answers=[skipped])))
    assert found.answers == [("201", "", 5), ("202", "", None)]


def test_earlier_form_with_resource_names_only() -> None:
    response = survey_response(201)
    del response["subjects"]
    assert known(responses(response)).answers == [("201", "", 5)]


def test_scale_comes_from_the_options_of_the_question() -> None:
    options = [{"rating": 1}, {"rating": 2}, {"rating": 3}]
    found = known(responses(*(survey_response(200 + at, answers=[answer("Q", at, options=options)]) for at in (1, 2, 3))))
    assert [points for _id, _agent, points in found.answers] == [1, 3, 5]


def test_question_about_satisfaction_is_taken_if_there_are_several() -> None:
    about = {"sub_type": "customer_satisfaction"}
    both = responses(survey_response(201, answers=[answer("Q1", 2, second=9), answer("Q2", 4, second=7, **about)]))
    found = known(both)
    assert (found.answers, to_check(both)) == ([("201", "", 4)], ())
    assert parsed(found.rows)[0].responded_at == datetime(2026, 2, 3, 10, 2, 7, tzinfo=UTC)


def test_several_unmarked_questions_are_asked_about() -> None:
    assert to_check(responses(survey_response(201, answers=[answer("Q1", 2), answer("Q2", 4)]))) == (Field.RATING,)


def test_tickets_name_the_agent_for_the_same_source() -> None:
    found = known(SAMPLES["zendesk-tickets"])
    assert (found.profile.source, found.answers) == ("zendesk", [("201", "35", None)])
    assert parsed(found.rows)[0].started_precision > UNKNOWN
