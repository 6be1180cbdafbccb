"""HubSpot, Simplesat, Talkdesk, Gorgias, Zoho Desk, Front, and Help Scout's ratings of the API."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from intake.reading.profiles import RowFilter
from intake.reading.reasons import RejectionReason
from tests.intake.dirty import parsed
from tests.intake.forms import as_csv, lines_of
from tests.intake.known import known, profile_of
from tests.intake.samples import (
    HELP_SCOUT_RATING,
    HELP_SCOUT_ROW,
    HUBSPOT_SUBMISSION,
    INTERCOM_CONVERSATION,
    INTERCOM_RATING,
    SAMPLES,
    SIMPLESAT_RESPONSE,
    TALKDESK,
    ZOHO_RATING,
)


def submissions(*answers: tuple[str, object]) -> list[dict[str, Any]]:
    about = dict(HUBSPOT_SUBMISSION["properties"])  # type: ignore[call-overload]
    return [
        {**HUBSPOT_SUBMISSION, "id": str(at), "properties": {**about, "hs_survey_type": kind, "hs_value": value}}
        for at, (kind, value) in enumerate(answers, start=1)
    ]


def test_hubspot_survey_type_decides_instrument_and_scale() -> None:
    answers = [("CSAT", "0"), ("CSAT", "1"), ("CSAT", "2"), ("CES", "7"), ("NPS", "0"), ("NPS", "10")]
    found = known(json.dumps({"results": submissions(*answers)}).encode())
    assert [(row.instrument, row.value) for row in parsed(found.rows)] == [
        ("csat", 1), ("csat", 3), ("csat", 5), ("ces", 7), ("nps", 0), ("nps", 10)
    ]  # fmt: skip


def test_hubspot_value_outside_its_scale_is_rejected() -> None:
    found = known(json.dumps({"results": submissions(("CSAT", "2"), ("CSAT", "4"), ("CUSTOM", "1"))}).encode())
    assert [bad.reason for bad in found.rejections] == [RejectionReason.SCALE, RejectionReason.INSTRUMENT]


def test_hubspot_as_a_connector_flattens_it() -> None:
    flat = {f"properties_{name}": value for name, value in HUBSPOT_SUBMISSION["properties"].items()}  # type: ignore[attr-defined]
    found = known(lines_of([{"_airbyte_data": {"id": "71", **flat, "updatedAt": "2026-01-05T09:00:00Z"}}]))
    assert (found.profile.name, found.answers) == ("hubspot", [("71", "", 6)])


def test_simplesat_reads_the_sentiment_of_the_satisfaction_question() -> None:
    bad = {**SIMPLESAT_RESPONSE["answers"][0], "sentiment": "negative"}  # type: ignore[index]
    second = {**SIMPLESAT_RESPONSE, "ticket": {"id": 6, "external_id": "T-10"}, "team_members": [], "answers": [bad]}
    found = known(json.dumps({"responses": [SIMPLESAT_RESPONSE, second]}).encode())
    assert found.answers == [("T-9", "Nia Berg (nia@example.org)", 5), ("T-10", "", 1)]
    assert parsed(found.rows)[0].comment == "Thanks"


def test_talkdesk_reads_the_satisfaction_question_about_the_agent() -> None:
    found = known(SAMPLES["talkdesk"])
    assert found.answers == [("i1", "Nia", 4)]
    assert found.profile.rows == (
        RowFilter("Component Type", "is", "Ask CSAT"),
        RowFilter("Pertains to Agent", "is", "yes"),
    )


def test_talkdesk_answers_to_other_questions_are_not_read() -> None:
    rows = [
        ("2026-01-05 09:00:00", "i1", "CSAT", "c1", "csat", kind, "?", answer, "yes", about_agent, "", "Nia", "Sales", "SMS")
        for kind, answer, about_agent in (("Ask CSAT", 4, "yes"), ("Ask CSAT", 1, "no"), ("Ask NPS", 2, "yes"))
    ]
    found = known(as_csv(TALKDESK, rows))
    assert (found.answers, found.rejections) == ([("i1", "Nia", 4)], [])


def test_gorgias_times_are_in_utc() -> None:
    (row,) = parsed(known(SAMPLES["gorgias"]).rows)
    assert (row.external_id, row.agent, row.value, row.comment) == ("77", "", 2, "Such speed")
    assert row.responded_at == datetime(2026, 1, 6, 9, 0, 0, 966927, tzinfo=UTC)
    assert row.survey_sent_at == datetime(2026, 1, 5, 10, 0, 0, 966927, tzinfo=UTC)


def test_zoho_words() -> None:
    ratings = [{**ZOHO_RATING, "ticketId": str(at), "rating": word} for at, word in enumerate(("GOOD", "OK", "BAD"))]
    assert [points for _id, _agent, points in known(json.dumps({"data": ratings}).encode()).answers] == [5, 3, 1]


def test_front_reads_activities_with_a_rating() -> None:
    found = known(SAMPLES["front"])
    assert found.answers == [("cnv_1", "Nia", 4)]
    assert found.profile.rows == (RowFilter("Survey rating", "is_not", ""),)


def test_help_scout_rating_of_the_api_is_in_utc() -> None:
    found = known(json.dumps([HELP_SCOUT_RATING]).encode())
    assert found.answers == [("456", "Nia Berg (nia@example.org)", 3)]
    assert found.times == [datetime(2026, 1, 5, 9, tzinfo=UTC)]


def test_single_help_scout_rating_is_one_record() -> None:
    assert known(json.dumps(HELP_SCOUT_RATING).encode()).answers == [("456", "Nia Berg (nia@example.org)", 3)]


def test_agents_with_one_first_name_are_told_apart() -> None:
    user = {"id": 1, "firstName": "Noor"}
    records = [
        {**HELP_SCOUT_RATING, "conversationNumber": at, "user": {**user, "lastName": name}}
        for at, name in enumerate(("Berg", "Said", ""))
    ]
    assert [agent for _id, agent, _points in known(json.dumps(records).encode()).answers] == ["Noor Berg", "Noor Said", "Noor"]


def test_help_scout_report_has_numbers_for_words() -> None:
    rows = [{**HELP_SCOUT_ROW, "number": at, "ratingId": at} for at in (1, 2, 3)]
    found = known(json.dumps({"facets": {}, "results": rows, "page": 1}).encode())
    assert found.answers == [("1", "Nia Berg", 5), ("2", "Nia Berg", 3), ("3", "Nia Berg", 1)]
    row = parsed(found.rows)[0]
    assert (row.channel, row.responded_at) == ("email", datetime(2026, 1, 5, 10, tzinfo=UTC))


def test_intercom_contact_is_dated_by_its_conversation() -> None:
    (row,) = parsed(known(SAMPLES["intercom-json"]).rows)
    assert row.started_at == datetime(2026, 1, 5, 5, 13, 20, tzinfo=UTC)
    assert row.survey_sent_at == datetime(2026, 1, 5, 8, tzinfo=UTC)
    assert row.responded_at == datetime(2026, 1, 5, 9, tzinfo=UTC)


def test_intercom_bot_is_no_one() -> None:
    bot = {**INTERCOM_RATING, "teammate": {"type": "bot", "id": 999}}
    conversations = [INTERCOM_CONVERSATION, {**INTERCOM_CONVERSATION, "id": "902", "conversation_rating": bot}]
    assert known(json.dumps({"conversations": conversations}).encode()).answers == [("901", "814", 4), ("902", "", 4)]


def test_intercom_as_a_singer_target_flattens_it() -> None:
    flat = {
        "id": "901", "created_at": "2026-01-05T05:13:20Z", "conversation_rating__rating": 4,
        "conversation_rating__created_at": "2026-01-05T08:00:00Z", "conversation_rating__teammate__id": 814,
        "conversation_rating__teammate__type": "admin",
    }  # fmt: skip
    content = ",".join(flat) + "\n" + ",".join(map(str, flat.values())) + "\n"
    found = known(content.encode())
    assert (found.profile.name, found.answers) == ("intercom-json", [("901", "814", 4)])


@pytest.mark.parametrize("name", ["zendesk", "freshdesk", "delighted", "gorgias", "help-scout-report", "intercom-json"])
@pytest.mark.parametrize("pipeline", ["airbyte", "singer"])
def test_records_in_the_envelopes_of_pipelines(name: str, pipeline: str) -> None:
    content = json.loads(SAMPLES[name])
    (record,) = content if isinstance(content, list) else next(iter(content.values()))
    if pipeline == "airbyte":
        lines = [{"type": "RECORD", "record": {"stream": name, "data": record, "emitted_at": 1790000000000}}]
    else:
        lines = [{"type": "RECORD", "stream": name, "record": record}]
    profile = profile_of(lines_of([*lines, {"type": "STATE", "value": {}}]))
    assert profile is not None
    assert profile.name == name
