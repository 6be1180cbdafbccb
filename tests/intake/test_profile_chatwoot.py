"""Chatwoot's CSAT report: a CSV in the user's language with a trailer, and the JSON of its API."""

from datetime import UTC, datetime

from intake.reading.reasons import RejectionReason
from tests.intake.forms import as_json, as_workbook, lines_of
from tests.intake.known import known, profile_of

CONTACT = "Contact Name,Contact Email Address,Contact Phone Number"
HEADER = f"Agent Name,Rating,Feedback Comment,{CONTACT},Link to the conversation,Recorded date"
GERMAN = "Agentenname,Bewertung,Feedback,Kontaktname,E-Mail,Telefon,Link zur Konversation,Aufnahmedatum"
LINK = "https://chat.example.org/app/accounts/1/conversations"
ROWS = f"""
Nia Berg (nia@example.org),5,"Great, really",Ada,ada@example.com,+491,{LINK}/42,2026-01-05 09:00:00 UTC

,2,,Bob,,,{LINK}/43,2026-01-06 10:30:00 UTC

Omar (omar@example.org),3,,Cem,,,{LINK}/44,2026-07-06 10:30:00 -0500
"""
TRAILER = "Reporting period 2026-01-01 to 2026-01-31\n"
EXPECTED = [("42", "Nia Berg (nia@example.org)", 5), ("43", "", 2), ("44", "Omar (omar@example.org)", 3)]


def test_blank_lines_and_the_trailer_are_skipped() -> None:
    found = known(f"{HEADER}\n{ROWS}\n{TRAILER}".encode())
    assert (found.profile.name, found.answers, found.rejections) == ("chatwoot", EXPECTED, [])
    assert found.times == [
        datetime(2026, 1, 5, 9, tzinfo=UTC), datetime(2026, 1, 6, 10, 30, tzinfo=UTC), datetime(2026, 7, 6, 15, 30, tzinfo=UTC)
    ]  # fmt: skip


def test_translated_titles_are_known_by_their_order_and_their_links() -> None:
    found = known(f"{GERMAN}\n{ROWS}\nBerichtszeitraum von 2026-01-01 bis 2026-01-31\n".encode())
    assert (found.profile.name, found.answers, found.rejections) == ("chatwoot", EXPECTED, [])
    assert profile_of(f"{GERMAN}\n{ROWS.replace('conversations', 'tickets')}".encode()) is None


def test_review_notes_and_a_line_that_is_cut_off() -> None:
    notes = ROWS.replace(" UTC", " UTC,ok").replace(" -0500", " -0500,")
    found = known(f"{HEADER},Review Notes\n{notes}Nia Berg (nia@example.org),5\n{TRAILER}".encode())
    assert found.answers == EXPECTED
    assert [bad.reason for bad in found.rejections] == [RejectionReason.CELLS_MISSING]


def test_the_trailer_in_a_workbook() -> None:
    row = ["Nia Berg (nia@example.org)", 5, None, "Ada", None, None, f"{LINK}/42", datetime(2026, 1, 5, 9)]  # noqa: DTZ001 - a workbook knows no zones
    found = known(as_workbook(HEADER.split(","), [row, [TRAILER.strip()]]))
    assert (found.answers, found.rejections) == (EXPECTED[:1], [])


def test_a_link_that_leads_elsewhere_is_rejected() -> None:
    found = known(f"{HEADER}\nNia,5,,,,,https://chat.example.org/else,2026-01-05 09:00:00 UTC\n".encode())
    assert [(bad.column, bad.reason) for bad in found.rejections] == [("Link to the conversation", RejectionReason.ID)]


def test_json_of_the_api_has_the_same_conversations_and_agents() -> None:
    def response(conversation: int, rating: int, at: int, agent: dict[str, object] | None) -> dict[str, object]:
        return {
            "id": conversation + 1000, "rating": rating, "feedback_message": "ok", "account_id": 1, "message_id": 9,
            "contact": {"name": "Ada", "id": 3}, "conversation_id": conversation, "assigned_agent": agent, "created_at": at,
        }  # fmt: skip

    # 1767603600 is 2026-01-05 09:00 UTC.
    records = [
        response(42, 5, 1767603600, {"id": 1, "name": "Nia Berg", "email": "nia@example.org"}),
        response(43, 2, 1767603601, None),
    ]
    found = known(lines_of(records))
    assert (found.profile.source, found.answers) == ("chatwoot", EXPECTED[:2])
    assert found.times[0] == datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert known(as_json(list(records[0]), [list(record.values()) for record in records])).answers == EXPECTED[:2]
