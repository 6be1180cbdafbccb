"""Intercom: CSV with the time zone in its header, and JSON with or without conversations."""

import json
from datetime import UTC, datetime

from tests.intake.dirty import parsed
from tests.intake.known import known, profile_of

HEADER = (
    "Conversation ID,Updated at ({zone}),Conversation rating remark,Conversation rating,User name,Company name,"
    "Agent rated type,{last}"
)


def test_the_zone_of_the_header_is_the_zone_of_the_times() -> None:
    header = HEADER.format(zone="America/New_York", last="Last teammate rated")
    found = known(
        f"{header}\n901,2026-01-05 09:00:00,Nice,4,Ada,Acme,Teammate,Nia Berg\n902,2026-07-05 09:00,,1,,,Teammate,\n".encode()
    )
    assert (found.profile.name, found.profile.dates.zone) == ("intercom", "America/New_York")
    assert found.answers == [("901", "Nia Berg", 4), ("902", "", 1)]
    assert found.times == [datetime(2026, 1, 5, 14, tzinfo=UTC), datetime(2026, 7, 5, 13, tzinfo=UTC)]


def test_responses_without_a_teammate_are_unassigned() -> None:
    header = HEADER.format(zone="Asia/Tokyo", last="Last survey sent")
    found = known(f"{header}\n901,2026-01-05 09:00:00,Nice,5,Ada,Acme,Teammate,CSAT\n".encode())
    assert found.answers == [("901", "", 5)]
    assert found.times == [datetime(2026, 1, 5, 0, tzinfo=UTC)]


def test_unknown_zone_is_not_guessed() -> None:
    header = HEADER.format(zone="Middle Earth", last="Last survey sent")
    assert profile_of(f"{header}\n901,2026-01-05 09:00:00,Nice,5,Ada,Acme,Teammate,CSAT\n".encode()) is None


# 1767603600 is 2026-01-05 09:00 UTC.
RATING = {
    "rating": 2, "remark": "Slow", "created_at": 1767600000, "updated_at": 1767603600,
    "contact": {"type": "contact", "id": "5f"}, "teammate": {"type": "admin", "id": 814},
}  # fmt: skip


def test_ratings_within_their_conversations() -> None:
    content = {
        "type": "conversation.list",
        "conversations": [{"id": "901", "conversation_rating": RATING, "tags": {"tags": []}}],
    }
    found = known(json.dumps(content).encode())
    assert (found.profile.source, found.answers) == ("intercom", [("901", "814", 2)])
    (row,) = parsed(found.rows)
    assert (row.started_at, row.responded_at) == (datetime(2026, 1, 5, 8, tzinfo=UTC), datetime(2026, 1, 5, 9, tzinfo=UTC))


def test_ratings_alone_are_identified_by_content() -> None:
    found = known(json.dumps([RATING, {**RATING, "rating": 5}]).encode())
    assert [(agent, points) for _id, agent, points in found.answers] == [("814", 2), ("814", 5)]
    assert all(row.digest for row in found.rows)  # type: ignore[union-attr]
