"""Qualtrics, SurveyMonkey, Typeform and LimeSurvey: surveys with a company's own questions. What isn't certain is checked."""

import json
from datetime import UTC, datetime

import pytest

from intake.reading.precision import UNKNOWN
from intake.reading.profiles import Field, RowFilter
from tests.intake.dirty import parsed
from tests.intake.known import known, to_check
from tests.intake.samples import SAMPLES, qualtrics, qualtrics_row, typeform_response

OWN = (Field.RATING, Field.AGENT, Field.EXTERNAL_ID, Field.COMMENT)


@pytest.mark.parametrize("name", ["qualtrics", "surveymonkey", "typeform", "limesurvey"])
def test_columns_of_own_questions_are_checked_by_a_person(name: str) -> None:
    assert to_check(SAMPLES[name]) == OWN


@pytest.mark.parametrize(
    ("name", "rating", "agent"),
    [
        ("qualtrics", "Q1", "AgentName"),
        ("surveymonkey", "How happy are you with our help?", "Who was your agent?"),
        ("typeform", "How satisfied are you?", "csp"),
        ("typeform-json", "answers[help].number", "hidden.agent"),
        ("limesurvey", "satisfaction", "agent"),
    ],
)
def test_rating_and_agent_are_guessed(name: str, rating: str, agent: str) -> None:
    columns = known(SAMPLES[name]).profile.columns
    assert (columns[Field.RATING], columns[Field.AGENT]) == (rating, agent)


@pytest.mark.parametrize("name", ["qualtrics", "surveymonkey", "typeform", "typeform-json", "limesurvey"])
def test_date_of_the_survey_only_stands_in(name: str) -> None:
    assert [row.started_precision for row in parsed(known(SAMPLES[name]).rows)] == [UNKNOWN]


def test_qualtrics_identifies_by_an_own_ticket_column() -> None:
    assert known(SAMPLES["qualtrics"]).answers == [("201", "Nia Berg", 5)]


def test_qualtrics_question_that_was_shown_and_skipped_is_no_answer() -> None:
    found = known(qualtrics(qualtrics_row(201, 5), qualtrics_row(202, -99), qualtrics_row(203, "")))
    assert [points for _id, _agent, points in found.answers] == [5, None, None]


@pytest.mark.parametrize(
    ("column", "value"), [("Status", "1"), ("Status", "Survey Preview"), ("Finished", "0"), ("Finished", "False")]
)
def test_qualtrics_previews_and_unfinished_answers_are_filtered(column: str, value: str) -> None:
    assert RowFilter(column, "is_not", value) in known(SAMPLES["qualtrics"]).profile.rows


def test_qualtrics_reads_only_finished_answers_of_customers() -> None:
    others = [qualtrics_row(202, 1, status=1), qualtrics_row(203, 1, status="Spam"), qualtrics_row(204, 1, finished=0)]
    assert known(qualtrics(qualtrics_row(201, 5), *others)).answers == [("201", "Nia Berg", 5)]


def test_qualtrics_nps_is_not_taken_for_satisfaction() -> None:
    assert known(qualtrics(qualtrics_row(201, ""))).profile.columns.get(Field.RATING) != "Q2"


def test_typeform_times_are_in_utc() -> None:
    (row,) = parsed(known(SAMPLES["typeform"]).rows)
    assert row.started_at == datetime(2026, 1, 5, 23, 30, tzinfo=UTC)
    assert row.responded_at == datetime(2026, 1, 5, 23, 34, tzinfo=UTC)


def test_typeform_reads_completed_answers_only() -> None:
    assert known(SAMPLES["typeform"]).profile.rows == (RowFilter("Response Type", "is", "completed"),)


def test_typeform_export_from_before_partial_answers_has_no_filter() -> None:
    header = "#,How satisfied are you?,Start Date (UTC),Submit Date (UTC),Network ID\n"
    found = known(f"{header}t1,4,2026-01-05 09:00:00,2026-01-05 09:04:00,n1\n".encode())
    assert (found.profile.name, found.profile.rows) == ("typeform", ())


def test_typeform_answers_of_two_questions_stay_apart() -> None:
    content = json.dumps({"items": [typeform_response(4), typeform_response(2, answers=[])]}).encode()
    found = known(content)
    assert found.answers == [("201", "Nia", 4), ("201", "Nia", None)]
    assert parsed(found.rows)[0].comment == "Fast"
    assert to_check(content) == (Field.RATING, Field.AGENT, Field.EXTERNAL_ID)


def test_limesurvey_skips_unfinished_answers() -> None:
    assert RowFilter("submitdate", "is_not", "") in known(SAMPLES["limesurvey"]).profile.rows


def test_limesurvey_full_titles() -> None:
    header = "Response ID;Date submitted;Last page;Start language;How satisfied are you?;Which agent?\n"
    found = known(f"{header}1;2026-01-05 09:05:00;3;en;4;Nia\n2;2026-01-05 09:09:00;3;en;N/A;Nia\n".encode())
    assert found.profile.name == "limesurvey"
    assert found.answers == [("1", "Nia", 4), ("2", "Nia", None)]


def test_limesurvey_date_that_stands_for_none_is_no_date() -> None:
    header = "id;submitdate;lastpage;startlanguage;satisfaction\n"
    found = known(f"{header}1;2026-01-05 09:05:00;3;en;4\n2;1980-01-01 00:00:00;3;en;4\n".encode())
    assert [bad.line for bad in found.rejections] == [3]
