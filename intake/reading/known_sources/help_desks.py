"""Help desks: exports of tickets, conversations and their ratings."""

import re
from collections.abc import Mapping

from intake.reading.known_sources.date_rules import EPOCH, OF_SURVEY, UTC, UTC_OF_SURVEY
from intake.reading.profiles import Field, RowFilter, Scale
from intake.reading.source_recognition import KnownSource
from intake.reading.survey_questions import Questions

INTERCOM_UPDATED = re.compile(r"Updated at \((?P<zone>[^)]+)\)", re.IGNORECASE)
HELP_SCOUT_WORDS: Mapping[str, int | None] = {
    "great": 5, "okay": 3, "ok": 3, "bad": 1, "not good": 1, "not_good": 1, "unknown": None,
}  # fmt: skip

ZENDESK = (
    KnownSource(
        name="zendesk",
        source="zendesk",
        titles={
            Field.EXTERNAL_ID: ("ticket_id",),
            Field.AGENT: ("assignee_id",),
            Field.STARTED: ("created_at",),
            Field.RESPONDED: ("updated_at",),
            Field.RATING: ("score",),
            Field.COMMENT: ("comment",),
        },
        marks=("assignee_id", "ticket_id", "score", "created_at"),
        # Whether offered or not, there is no response.
        scale=Scale(words={"good": 5, "bad": 1, "offered": None, "unoffered": None}, words_only=True),
    ),
    KnownSource(
        name="zendesk-survey-responses",
        source="zendesk",
        titles={
            Field.EXTERNAL_ID: ("subjects.zrn", "subject_zrns", "subjects.id"),
            Field.STARTED: ("answers[{key}].created_at",),
            Field.RESPONDED: ("answers[{key}].updated_at", "answers[{key}].created_at"),
            Field.RATING: ("answers[{key}].rating",),
            Field.COMMENT: (re.compile(r"answers\[[^\]]+\]\.value"),),
        },
        marks=(Field.EXTERNAL_ID, Field.RATING, "expires_at"),
        dates=OF_SURVEY,
        # “zen:ticket:5001”, or the ID alone.
        id_part=r"(?:ticket:|^)(\d+)",
        questions=Questions(
            rating=re.compile(r"answers\[(?P<key>[^\]]+)\]\.rating"),
            marked=("answers[{key}].question.sub_type", ("customer_satisfaction",)),
            options="answers[{key}].question.options.rating",
        ),
    ),
    KnownSource(
        name="zendesk-tickets",
        source="zendesk",
        titles={
            Field.EXTERNAL_ID: ("id",),
            Field.AGENT: ("assignee_id",),
            Field.STARTED: ("created_at",),
            Field.CHANNEL: ("via.channel",),
        },
        marks=("id", "assignee_id", "requester_id", "submitter_id", "created_at"),
    ),
)
CHATWOOT = (
    KnownSource(
        name="chatwoot",
        source="chatwoot",
        titles={
            Field.AGENT: ("Agent Name",),
            Field.RATING: ("Rating",),
            Field.COMMENT: ("Feedback Comment",),
            Field.EXTERNAL_ID: ("Link to the conversation",),
            Field.STARTED: ("Recorded date",),
        },
        marks=("Agent Name", "Rating", "Link to the conversation", "Recorded date"),
        order=(Field.AGENT, Field.RATING, Field.COMMENT, None, None, None, Field.EXTERNAL_ID, Field.STARTED, None),
        proof=(Field.EXTERNAL_ID, r"https?://.+/conversations/\d+"),
        channel="chat",
        # Number of the conversation, which is its ID in the JSON form.
        id_part=r"/conversations/(\d+)",
        # “Reporting period X to Y” in any language.
        no_row=r"[^\d]*\d{4}-\d\d-\d\d[^\d]+\d{4}-\d\d-\d\d[^\d]*|Reporting period .+ to .+",
    ),
    KnownSource(
        name="chatwoot-json",
        source="chatwoot",
        titles={
            Field.AGENT: ("assigned_agent.name",),
            Field.AGENT_EMAIL: ("assigned_agent.email",),
            Field.RATING: ("rating",),
            Field.COMMENT: ("feedback_message",),
            Field.EXTERNAL_ID: ("conversation_id",),
            Field.STARTED: ("created_at",),
        },
        marks=("rating", "feedback_message", "conversation_id", "created_at"),
        dates=EPOCH,
        channel="chat",
    ),
)
INTERCOM = (
    KnownSource(
        name="intercom",
        source="intercom",
        titles={
            Field.EXTERNAL_ID: ("Conversation ID",),
            Field.AGENT: ("Last teammate rated",),
            Field.STARTED: (INTERCOM_UPDATED,),
            Field.RATING: ("Conversation rating",),
            Field.COMMENT: ("Conversation rating remark",),
        },
        marks=("Conversation ID", "Conversation rating", INTERCOM_UPDATED),
        channel="chat",
    ),
    KnownSource(
        name="intercom-json",
        source="intercom",
        titles={
            Field.EXTERNAL_ID: ("id", "conversation_id"),
            Field.AGENT: ("conversation_rating.teammate.name", "conversation_rating.teammate.id"),
            Field.STARTED: ("created_at", "conversation_rating.created_at"),
            # The rating has the time at which it was requested as its date of creation.
            Field.SURVEY_SENT: ("conversation_rating.created_at",),
            Field.RESPONDED: ("conversation_rating.updated_at",),
            Field.RATING: ("conversation_rating.rating",),
            Field.COMMENT: ("conversation_rating.remark",),
        },
        marks=("conversation_rating.rating", "conversation_rating.created_at"),
        dates=EPOCH,
        channel="chat",
        no_agent_if=RowFilter("conversation_rating.teammate.type", "is", "bot"),
    ),
    KnownSource(
        name="intercom-ratings-json",
        source="intercom",
        titles={
            Field.EXTERNAL_ID: ("conversation_id",),
            Field.AGENT: ("teammate.name", "teammate.id", "teammate"),
            Field.STARTED: ("created_at",),
            Field.RESPONDED: ("updated_at",),
            Field.RATING: ("rating",),
            Field.COMMENT: ("remark",),
        },
        marks=("rating", "remark", "created_at", "updated_at"),
        beside=("teammate", "contact"),
        dates=EPOCH,
        channel="chat",
        no_agent_if=RowFilter("teammate.type", "is", "bot"),
    ),
)
HELP_SCOUT = (
    KnownSource(
        name="help-scout",
        source="help-scout",
        titles={
            Field.EXTERNAL_ID: (
                "conversationNumber",
                "conversation number",
                "conversation_number",
                "conversationId",
                "conversation_id",
                "conversation id",
                "ticketId",
                "conversation",
                "id",
            ),
            Field.AGENT: ("agent", "ratingUserName", "user.firstName", "user.name", "user_name", "user name", "user"),
            Field.AGENT_EMAIL: ("user.email", "user email"),
            Field.STARTED: (
                "createdAt",
                "created_at",
                "created at",
                "ratingCreatedAt",
                "rating date",
                "rated at",
                "date",
                "created",
            ),
            Field.RATING: ("rating", "satisfaction rating"),
            Field.COMMENT: ("comments", "comment", "ratingComments", "rating_comment", "feedback"),
        },
        marks=("rating",),
        worded=True,
        scale=Scale(words=HELP_SCOUT_WORDS, words_only=True),
    ),
    KnownSource(
        name="help-scout-json",
        source="help-scout",
        titles={
            Field.EXTERNAL_ID: ("conversationNumber", "conversationId"),
            Field.AGENT: ("user.firstName",),
            Field.AGENT_EMAIL: ("user.email",),
            Field.STARTED: ("createdAt",),
            Field.RESPONDED: ("modifiedAt", "createdAt"),
            Field.RATING: ("rating",),
            Field.COMMENT: ("comments",),
        },
        marks=("rating", "threadId", "conversationId", "createdAt"),
        dates=UTC_OF_SURVEY,
        scale=Scale(words=HELP_SCOUT_WORDS, words_only=True),
    ),
    KnownSource(
        name="help-scout-report",
        source="help-scout",
        titles={
            Field.EXTERNAL_ID: ("number", "id"),
            Field.AGENT: ("ratingUserName", "ratingUserId"),
            Field.STARTED: ("threadCreatedAt",),
            Field.RESPONDED: ("ratingCreatedAt",),
            Field.CHANNEL: ("type",),
            Field.RATING: ("ratingId",),
            Field.COMMENT: ("ratingComments",),
        },
        marks=("ratingId", "ratingCreatedAt", "threadCreatedAt"),
        dates=UTC,
        scale=Scale(words={"1": 5, "2": 3, "3": 1}, words_only=True),
    ),
)
OTHERS = (
    KnownSource(
        name="freshdesk",
        source="freshdesk",
        titles={
            Field.EXTERNAL_ID: ("ticket_id",),
            Field.AGENT: ("agent_id",),
            Field.STARTED: ("created_at",),
            Field.RESPONDED: ("updated_at",),
            Field.RATING: ("ratings.default_question",),
            Field.COMMENT: ("feedback",),
        },
        marks=("survey_id", "ticket_id", "ratings.default_question", "created_at"),
        scale=Scale(words={"103": 5, "102": 5, "101": 4, "100": 3, "-101": 2, "-102": 1, "-103": 1}, words_only=True),
    ),
    KnownSource(
        name="frappe-helpdesk",
        source="frappe-helpdesk",
        titles={
            Field.EXTERNAL_ID: ("name",),
            Field.AGENT: ("agent", "assigned_to"),
            Field.STARTED: ("creation", "resolution_date"),
            # The close time, often the same for many tickets. The response time is unknown.
            Field.ENDED: ("resolution_date",),
            Field.TOPIC: ("agent_group",),
            Field.RATING: ("feedback_rating",),
            Field.COMMENT: ("feedback_extra", "feedback_text", "feedback"),
        },
        marks=("name", "feedback_rating", "resolution_date"),
        # One fifth per star. Zero means no response.
        scale=Scale(lowest=0, highest=1, factor=5, words={"0": None}),
    ),
    KnownSource(
        name="gorgias",
        source="gorgias",
        titles={
            Field.EXTERNAL_ID: ("ticket_id",),
            Field.STARTED: ("created_datetime",),
            Field.SURVEY_SENT: ("sent_datetime",),
            Field.RESPONDED: ("scored_datetime",),
            Field.RATING: ("score",),
            Field.COMMENT: ("body_text",),
        },
        marks=("ticket_id", "score", "scored_datetime", "created_datetime"),
        dates=UTC_OF_SURVEY,
    ),
    KnownSource(
        name="zoho-desk",
        source="zoho-desk",
        titles={
            Field.EXTERNAL_ID: ("ticketId", "ticket.id", "id"),
            Field.AGENT: ("agent.name", "agentId", "agent.id"),
            Field.AGENT_EMAIL: ("agent.emailId", "agent.email"),
            Field.STARTED: ("ratedTime",),
            Field.RESPONDED: ("ratedTime",),
            Field.RATING: ("rating",),
            Field.COMMENT: ("feedback", "comment"),
        },
        marks=("rating", "ratedTime"),
        dates=UTC_OF_SURVEY,
        scale=Scale(words={"good": 5, "ok": 3, "okay": 3, "bad": 1}, words_only=True),
    ),
    KnownSource(
        name="front",
        source="front",
        titles={
            Field.EXTERNAL_ID: ("Conversation ID", "Conversation API ID"),
            Field.AGENT: ("Attributed to", "Assignee"),
            Field.STARTED: ("Activity date", "Segment start", "Message date"),
            Field.TOPIC: ("Inbox",),
            Field.RATING: ("Survey rating",),
            Field.COMMENT: ("Survey comment",),
        },
        marks=("Conversation ID", "Survey rating", Field.AGENT, Field.STARTED),
        dates=OF_SURVEY,
        # An export has all messages and activities; the others have no rating.
        rows=(RowFilter("Survey rating", "is_not", ""),),
    ),
)

HELP_DESKS: tuple[KnownSource, ...] = (*ZENDESK, *CHATWOOT, *INTERCOM, *HELP_SCOUT, *OTHERS)
