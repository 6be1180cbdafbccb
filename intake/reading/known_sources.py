"""Known help desks. To add one, add it to `KNOWN` with a sample in the tests."""

import re
from collections.abc import Mapping, Sequence

from intake.reading.profiles import DateRule, Field, Profile, Scale
from intake.reading.source_recognition import KnownSource, title_in, words_of


def known(name: str) -> KnownSource | None:
    return next((source for source in KNOWN if source.name == name), None)


def recognise(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Profile | None:
    """The profile of the source of a file, by its header and first rows. If several fit, the one that reads the most
    columns.
    """
    fitting = [profile for source in KNOWN if (profile := source.recognised(header, rows)) is not None]
    return max(fitting, key=lambda profile: len(profile.columns), default=None)


def fields_to_come(header: Sequence[str]) -> list[str]:
    """Fields of a known source that the first records lack, such as a comment that is empty so far."""
    sources = [source for source in KNOWN if not source.worded and not source.missing(header)]
    return [
        words_of(titles[0])
        for source in sources
        for titles in source.titles.values()
        if not any(title_in(wanted, header) for wanted in titles)
    ]


CALL_CENTER_TITLES: Mapping[Field, str] = {
    Field.EXTERNAL_ID: "Call Id",
    Field.AGENT: "Agent",
    Field.STARTED: "Date",
    Field.STARTED_TIME: "Time",
    Field.TOPIC: "Topic",
    Field.RESOLVED: "Resolved",
    Field.RESPONSE_TIME: "Speed of answer in seconds",
    Field.HANDLE_TIME: "AvgTalkDuration",
    Field.RATING: "Satisfaction rating",
}
_CALL_CENTER = KnownSource(
    name="call-center",
    source="call-center",
    titles={column: (title,) for column, title in CALL_CENTER_TITLES.items()},
    marks=tuple(CALL_CENTER_TITLES.values()),
    dates=DateRule(date="%d.%m.%Y", time="day_fraction"),
    durations="clock12",
    channel="phone",
)
CALL_CENTER = _CALL_CENTER.profile(tuple(CALL_CENTER_TITLES.values()))

EPOCH = DateRule(date="epoch")
INTERCOM_UPDATED = re.compile(r"Updated at \((?P<zone>[^)]+)\)", re.IGNORECASE)

KNOWN: tuple[KnownSource, ...] = (
    _CALL_CENTER,
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
            Field.STARTED: ("conversation_rating.created_at",),
            Field.RESPONDED: ("conversation_rating.updated_at",),
            Field.RATING: ("conversation_rating.rating",),
            Field.COMMENT: ("conversation_rating.remark",),
        },
        marks=("conversation_rating.rating", "conversation_rating.created_at"),
        dates=EPOCH,
        channel="chat",
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
        name="help-scout",
        source="help-scout",
        titles={
            Field.EXTERNAL_ID: (
                "conversationNumber", "conversation number", "conversation_number", "conversationId", "conversation_id",
                "conversation id", "ticketId", "conversation", "id",
            ),
            Field.AGENT: ("agent", "ratingUserName", "user.firstName", "user.name", "user_name", "user name", "user"),
            Field.AGENT_EMAIL: ("user.email", "user email"),
            Field.STARTED: (
                "createdAt", "created_at", "created at", "ratingCreatedAt", "rating date", "rated at", "date", "created",
            ),
            Field.RATING: ("rating", "satisfaction rating"),
            Field.COMMENT: ("comments", "comment", "ratingComments", "rating_comment", "feedback"),
        },
        marks=("rating",),
        worded=True,
        scale=Scale(
            words={"great": 5, "okay": 3, "ok": 3, "bad": 1, "not good": 1, "not_good": 1, "unknown": None}, words_only=True
        ),
    ),
    KnownSource(
        name="delighted",
        source="delighted",
        titles={
            Field.EXTERNAL_ID: ("id",),
            Field.AGENT: ("person_properties.agent", "person_properties.agent name", "person_properties.agent_name"),
            Field.AGENT_EMAIL: ("person_properties.agent email", "person_properties.agent_email"),
            Field.STARTED: ("created_at",),
            Field.RESPONDED: ("updated_at",),
            Field.INSTRUMENT: ("survey_type",),
            Field.RATING: ("score",),
            Field.COMMENT: ("comment",),
        },
        marks=("survey_type", "score", "created_at"),
        dates=EPOCH,
    ),
)  # fmt: skip
