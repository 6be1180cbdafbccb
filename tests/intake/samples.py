"""One small file of each known source, in the form in which it is exported. All values are invented."""

import json
from collections.abc import Mapping
from typing import Any

from tests.intake.forms import as_csv, as_json

CHATWOOT = (
    "Agent Name", "Rating", "Feedback Comment", "Contact Name", "Contact Email Address", "Contact Phone Number",
    "Link to the conversation", "Recorded date",
)  # fmt: skip
QUALTRICS = (
    "StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished", "RecordedDate",
    "ResponseId", "RecipientLastName", "RecipientFirstName", "RecipientEmail", "ExternalReference", "LocationLatitude",
    "LocationLongitude", "DistributionChannel", "UserLanguage", "Q1", "Q2_NPS_GROUP", "Q2", "Q3", "AgentName", "TicketId",
)  # fmt: skip
SURVEYMONKEY = (
    "Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name", "Last Name",
    "Custom Data 1", "How happy are you with our help?", "Who was your agent?", "Why?",
)  # fmt: skip
TYPEFORM = (
    "#", "How satisfied are you?", "Would you recommend us?", "csp", "ticket", "Response Type", "Start Date (UTC)",
    "Stage Date (UTC)", "Submit Date (UTC)", "Network ID", "Tags",
)  # fmt: skip
TALKDESK = (
    "Date & Time", "Interaction ID", "Flow Name", "Component ID", "Component Name", "Component Type", "Component Text",
    "Response", "Is KPI", "Pertains to Agent", "Recording URL", "Agent Name", "Ring Group", "Survey Channel",
)  # fmt: skip
FRONT = (
    "Activity ID", "Type", "Conversation ID", "Segment", "Segment start", "Direction", "Inbox", "Message date",
    "Attributed to", "Assignee", "Contact handle", "Subject", "Survey rating", "Survey comment",
)  # fmt: skip
LIMESURVEY = (
    "id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "satisfaction", "agent", "why",
)  # fmt: skip
CALL_CENTER = (
    "Call Id", "Agent", "Date", "Time", "Topic", "Resolved", "Speed of answer in seconds", "AvgTalkDuration",
    "Satisfaction rating",
)  # fmt: skip
FRAPPE = ("name", "agent", "creation", "resolution_date", "agent_group", "feedback_rating", "feedback_extra")

ZENDESK_RATING = {
    "id": 1, "assignee_id": 35, "group_id": 9, "requester_id": 7, "ticket_id": 201, "score": "good", "comment": "Quick",
    "created_at": "2026-01-05T09:00:00Z", "updated_at": "2026-01-05T09:30:00Z",
}  # fmt: skip
ZENDESK_TICKET = {
    "id": 201, "url": "https://desk.example.org/201.json", "requester_id": 7, "submitter_id": 7, "assignee_id": 35,
    "group_id": 9, "subject": "Late", "status": "solved", "via": {"channel": "web"}, "created_at": "2026-01-05T08:00:00Z",
    "updated_at": "2026-01-06T08:00:00Z", "satisfaction_rating": {"score": "offered"},
}  # fmt: skip
CHATWOOT_RATING = {
    "id": 1, "rating": 5, "feedback_message": "Kind", "conversation_id": 44, "assigned_agent": {"name": "Nia"},
    "created_at": 1767603600,
}  # fmt: skip
FRESHDESK_RATING = {
    "id": 1, "survey_id": 3, "user_id": 4, "agent_id": 5, "feedback": "Good", "group_id": 6, "ticket_id": 7,
    "ratings": {"default_question": 103}, "created_at": "2026-01-05T09:00:00Z", "updated_at": "2026-01-05T09:00:00Z",
}  # fmt: skip
INTERCOM_RATING = {
    "rating": 4, "remark": "Fine", "created_at": 1767600000, "updated_at": 1767603600, "contact": {"id": "5f"},
    "teammate": {"type": "admin", "id": 814},
}  # fmt: skip
INTERCOM_CONVERSATION = {"id": "901", "created_at": 1767590000, "conversation_rating": INTERCOM_RATING}
HELP_SCOUT_RATING = {
    "id": 1, "customer": {"id": 500, "email": "c@example.org"}, "threadId": 10, "conversationId": 123,
    "conversationNumber": 456, "mailboxId": 85, "rating": "okay", "comments": None, "createdAt": "2026-01-05T09:00:00",
    "user": {"id": 11, "email": "nia@example.org", "firstName": "Nia", "lastName": "Berg"},
}  # fmt: skip
HELP_SCOUT_ROW = {
    "number": 456, "threadid": 10, "threadCreatedAt": "2026-01-05T09:00:00Z", "id": 123, "type": "email", "ratingId": 3,
    "ratingCustomerId": 500, "ratingComments": "Slow", "ratingCreatedAt": "2026-01-05T10:00:00Z",
    "ratingCustomerName": "Ada", "ratingUserId": 11, "ratingUserName": "Nia Berg",
}  # fmt: skip
GORGIAS_SURVEY = {
    "id": 12, "body_text": "Such speed", "created_datetime": "2026-01-05T09:00:00.966927", "customer_id": 120, "meta": None,
    "score": 2, "scored_datetime": "2026-01-06T09:00:00.966927", "sent_datetime": "2026-01-05T10:00:00.966927",
    "should_send_datetime": None, "ticket_id": 77, "uri": "/api/satisfaction-surveys/12/",
}  # fmt: skip
ZOHO_RATING = {
    "id": "31", "rating": "BAD", "feedback": "No answer", "ratedTime": "2026-01-05T09:00:00.000Z", "agentId": "8",
    "ticketId": "301", "contactId": "9", "departmentId": "1",
}  # fmt: skip
DELIGHTED_RESPONSE = {
    "id": "5", "person": "96", "survey_type": "csat", "score": 4, "comment": "Good", "permalink": "https://d.example.org",
    "created_at": 1767603600, "updated_at": 1767603600, "person_properties": {"Agent": "Nia"}, "notes": [], "tags": [],
}  # fmt: skip
HUBSPOT_SUBMISSION = {
    "id": "71", "archived": False, "createdAt": "2026-01-05T09:00:00Z", "updatedAt": "2026-01-05T09:00:00Z",
    "properties": {
        "hs_createdate": "2026-01-05T09:00:00Z", "hs_submission_timestamp": "2026-01-05T09:00:00Z", "hs_survey_type": "CES",
        "hs_value": "6", "hs_content": "Easy", "hs_object_id": "71",
    },
}  # fmt: skip
SIMPLESAT_RESPONSE = {
    "id": 3, "created": "2026-01-05T09:00:00Z", "modified": "2026-01-05T09:00:00Z", "survey": {"id": 1, "name": "Support"},
    "ticket": {"id": 5, "external_id": "T-9"}, "customer": {"id": 2, "email": "c@example.org"},
    "team_members": [{"id": 4, "name": "Nia Berg", "email": "nia@example.org"}],
    "answers": [
        {"id": 8, "choice": "1", "choice_label": "Happy", "sentiment": "positive", "follow_up_answer": "Thanks",
         "question": {"id": 21, "metric": "csat", "text": "How was it?"}},
        {"id": 9, "choice": "3", "choice_label": "3", "sentiment": "negative", "follow_up_answer": None,
         "question": {"id": 22, "metric": "nps", "text": "Recommend?"}},
    ],
}  # fmt: skip


def survey_response(ticket: int = 201, rating: int = 5, **other: Any) -> dict[str, Any]:
    """Response to Zendesk's present CSAT survey."""
    at = {"created_at": "2026-02-03T10:02:00.000Z", "updated_at": "2026-02-03T10:05:00.000Z"}
    scale = {"id": "QA", "type": "rating_scale_emoji", "options": [{"rating": 1}, {"rating": 5}]}
    return {
        "id": f"R{ticket}", "expires_at": "2026-03-03T10:00:00.000Z", "survey": {"id": "S1", "version": 1, "state": "enabled"},
        "responder_id": 700, "subject_zrns": [f"zen:ticket:{ticket}"],
        "subjects": [{"id": str(ticket), "type": "ticket", "zrn": f"zen:ticket:{ticket}"}],
        "answers": [
            {"type": "rating_scale", "rating": rating, "rating_category": "good", "question": scale, **at},
            {"type": "open_ended", "value": "Helpful", "question": {"id": "QB", "type": "open_ended"}, **at},
        ],
        **other,
    }  # fmt: skip


def typeform_response(number: int = 5, **other: Any) -> dict[str, Any]:
    return {
        "landing_id": "l1", "token": "t1", "response_id": "t1", "landed_at": "2026-02-03T10:00:00Z",
        "submitted_at": "2026-02-03T10:04:00Z", "hidden": {"agent": "Nia", "ticket": "201"},
        "answers": [
            {"field": {"id": "f1", "type": "opinion_scale", "ref": "help"}, "type": "number", "number": number},
            {"field": {"id": "f2", "type": "nps", "ref": "recommend"}, "type": "number", "number": 9},
            {"field": {"id": "f3", "type": "long_text", "ref": "reason"}, "type": "text", "text": "Fast"},
        ],
        **other,
    }  # fmt: skip


def _records(name: str, *records: Mapping[str, Any]) -> bytes:
    return json.dumps({name: records}).encode()


def qualtrics(*rows: tuple[object, ...]) -> bytes:
    return as_csv(QUALTRICS, rows)


def qualtrics_row(ticket: int, rating: object, *, status: object = 0, finished: object = 1) -> tuple[object, ...]:
    start, end = "2026-02-03 10:00:00", "2026-02-03 10:01:30"
    return (
        start, end, status, "192.0.2.1", 100, 90, finished, end, f"R_{ticket}", "", "", "", "", 47.1, 7.2, "anonymous", "EN",
        rating, 3, 9, "Because", "Nia Berg", ticket,
    )  # fmt: skip


SAMPLES: Mapping[str, bytes] = {
    "call-center": as_csv(CALL_CENTER, [("C1", "Nia", "04.01.2026", "0.38", "Billing", "Y", 9, "12:02:23 AM", 3)]),
    "talkdesk": as_csv(
        TALKDESK,
        [("2026-01-05 09:00:00", "i1", "CSAT", "c1", "csat", "Ask CSAT", "Happy?", 4, "yes", "yes", "", "Nia", "Sales", "SMS")],
    ),
    "zendesk": as_json(list(ZENDESK_RATING), [list(ZENDESK_RATING.values())], name="satisfaction_ratings"),
    "zendesk-survey-responses": _records("survey_responses", survey_response()),
    "zendesk-tickets": _records("tickets", ZENDESK_TICKET),
    "chatwoot": as_csv(CHATWOOT, [("Nia", 4, "", "Ada", "", "", "https://c.example.org/conversations/7", "2026-01-05 09:00")]),
    "chatwoot-json": json.dumps([CHATWOOT_RATING]).encode(),
    "freshdesk": json.dumps([FRESHDESK_RATING]).encode(),
    "intercom": as_csv(
        (
            "Conversation ID",
            "Updated at (Asia/Tokyo)",
            "Conversation rating remark",
            "Conversation rating",
            "Last teammate rated",
        ),
        [("901", "2026-01-05 09:00:00", "", 4, "Nia")],
    ),
    "intercom-json": _records("conversations", INTERCOM_CONVERSATION),
    "intercom-ratings-json": json.dumps([INTERCOM_RATING]).encode(),
    "frappe-helpdesk": as_csv(FRAPPE, [("7", "nia@example.org", "2026-01-05", "2026-01-06", "Orders", 0.8, "")]),
    "help-scout": as_csv(("Conversation", "User", "Rating", "Comments", "Date"), [("7", "Nia", "Great", "", "2026-01-05")]),
    "help-scout-json": json.dumps([HELP_SCOUT_RATING]).encode(),
    "help-scout-report": _records("results", HELP_SCOUT_ROW),
    "gorgias": _records("data", GORGIAS_SURVEY),
    "zoho-desk": _records("data", ZOHO_RATING),
    "front": as_csv(
        FRONT,
        [
            (
                "a1",
                "Survey",
                "cnv_1",
                1,
                "2026-01-05 09:00:00",
                "",
                "Support",
                "",
                "Nia",
                "Nia",
                "c@example.org",
                "Late",
                4,
                "Ok",
            )
        ],
    ),
    "delighted": json.dumps([DELIGHTED_RESPONSE]).encode(),
    "qualtrics": qualtrics(qualtrics_row(201, 5)),
    "surveymonkey": as_csv(
        SURVEYMONKEY,
        [("1140", "400", "01/25/2026 08:15:11 AM", "01/25/2026 08:17:02 AM", "", "", "", "", "201", "4", "Nia", "")],
    ),
    "typeform": as_csv(
        TYPEFORM,
        [("t1", 5, 9, "Nia", 201, "completed", "2026-01-05 23:30:00", "", "2026-01-05 23:34:00", "n1", "")],
    ),
    "typeform-json": _records("items", typeform_response()),
    "hubspot": _records("results", HUBSPOT_SUBMISSION),
    "simplesat": _records("responses", SIMPLESAT_RESPONSE),
    "limesurvey": as_csv(
        LIMESURVEY,
        [(1, "2026-01-05 09:05:00", 3, "en", 55, "2026-01-05 09:00:00", "2026-01-05 09:05:00", 4, "Nia", "Fast")],
    ),
}
