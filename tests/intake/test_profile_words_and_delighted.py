"""FreeScout and Help Scout, which rate in three words, and Delighted, which has a survey type for each answer."""

import json
from datetime import UTC, datetime

import pytest

from intake.reading.reasons import RejectionReason
from tests.intake.known import known, profile_of


def test_only_great_is_satisfied() -> None:
    found = known(
        b"Conversation,User,Rating,Comments,Date\n7,Nia,Great,Thanks,2026-01-05\n8,Omar,okay,,2026-01-05\n9,,Bad,,2026-01-06\n"
    )
    assert found.profile.name == "help-scout"
    assert found.answers == [("7", "Nia", 5), ("8", "Omar", 3), ("9", "", 1)]


def test_the_json_of_help_scout() -> None:
    record = {
        "id": 1, "threadId": 10, "conversationId": 123, "conversationNumber": 456, "rating": "not_good", "comments": "Meh",
        "user": {"id": 11, "email": "bear@example.org", "firstName": "Vernon"}, "createdAt": "2026-01-05T09:00:00",
    }  # fmt: skip
    found = known(json.dumps({"results": [record, {**record, "rating": "great", "conversationNumber": 457}]}).encode())
    assert found.answers == [("456", "Vernon (bear@example.org)", 1), ("457", "Vernon (bear@example.org)", 5)]


@pytest.mark.parametrize("rating", ["4", "great,fine"])
def test_other_ratings_are_not_recognised_as_words(rating: str) -> None:
    assert profile_of(f'Conversation,User,Rating,Comments,Date\n7,Nia,"{rating}",Thanks,2026-01-05\n'.encode()) is None


def answer(number: int, asked: str, score: int) -> dict[str, object]:
    return {
        "id": str(number), "person": "96", "survey_type": asked, "score": score, "comment": "Good", "permalink": "https://d.example.org",
        "created_at": 1767603600, "updated_at": 1767603600, "person_properties": {"Agent": "Nia"}, "notes": [], "tags": ["a"],
        "additional_answers": [],
    }  # fmt: skip


def test_the_type_decides_the_instrument_and_the_scale() -> None:
    asked = [
        ("csat", 4),
        ("nps", 0),
        ("nps", 10),
        ("ces", 1),
        ("ces", 5),
        ("ces7", 6),
        ("thumbs", 1),
        ("thumbs", 0),
        ("smileys", 2),
    ]
    found = known(json.dumps([answer(number, *what) for number, what in enumerate(asked, start=1)]).encode())
    assert found.profile.name == "delighted"
    assert [(row.instrument, row.value) for row in found.rows] == [  # type: ignore[union-attr]
        ("csat", 4), ("nps", 0), ("nps", 10), ("ces", 1), ("ces", 7), ("ces", 6), ("csat", 5), ("csat", 1), ("csat", 2)
    ]  # fmt: skip
    assert found.answers[0] == ("1", "Nia", 4)
    assert found.times[0] == datetime(2026, 1, 5, 9, tzinfo=UTC)


def test_unknown_type_and_score_outside_the_scale_are_rejected() -> None:
    found = known(json.dumps([answer(1, "pmf", 1), answer(2, "csat", 9), answer(3, "nps", 9)]).encode())
    assert [(bad.column, bad.reason) for bad in found.rejections] == [
        ("survey_type", RejectionReason.INSTRUMENT),
        ("score", RejectionReason.SCALE),
    ]
    assert found.answers == [("3", "Nia", 9)]
