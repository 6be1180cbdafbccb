"""Survey tools. Their questions are the customer's own, so the rating and the agent are mostly guessed and checked."""

import re
from collections.abc import Mapping

from intake.reading.known_sources.date_rules import EPOCH, OF_SURVEY, UTC_OF_SURVEY
from intake.reading.profiles import Field, RowFilter, Scale
from intake.reading.source_recognition import KnownSource
from intake.reading.survey_questions import Questions

OWN_QUESTIONS = (Field.RATING, Field.AGENT, Field.EXTERNAL_ID, Field.COMMENT)
# Delighted's older CES surveys have five points, and “ces7” has seven.
DELIGHTED_TYPES: Mapping[str, Scale] = {"ces": Scale("ces", 1, 5)}
HUBSPOT_TYPES: Mapping[str, Scale] = {"csat": Scale("csat", 0, 2), "ces": Scale("ces", 1, 7), "nps": Scale("nps", 0, 10)}
# Previews, tests and spam, as numbers and in words.
QUALTRICS_NO_CUSTOMERS = (
    "1", "2", "8", "9", "12", "17", "Survey Preview", "Survey Test", "Spam", "Survey Preview Spam", "Imported Spam",
    "Offline Survey Preview",
)  # fmt: skip

QUALTRICS_OTHERS = (
    "StartDate", "Start Date", "Status", "Response Type", "IPAddress", "IP Address", "Progress", "Finished",
    "Duration (in seconds)", "RecordedDate", "Recorded Date", "RecipientLastName", "RecipientFirstName", "RecipientEmail",
    "ExternalReference", "LocationLatitude", "LocationLongitude", "DistributionChannel",
)  # fmt: skip
LIMESURVEY_OTHERS = (
    "lastpage", "Last page", "seed", "startdate", "Date started", "datestamp", "Date last action", "ipaddr", "IP address",
    "refurl", "Referrer URL", "token", "Access code",
)  # fmt: skip


def _of_hubspot(name: str) -> tuple[str, ...]:
    """Titles of a property: of the API, as connectors flatten it, and alone."""
    return f"properties.{name}", f"properties_{name}", name


SURVEY_TOOLS: tuple[KnownSource, ...] = (
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
        asked=DELIGHTED_TYPES,
    ),
    KnownSource(
        name="qualtrics",
        source="qualtrics",
        titles={
            Field.EXTERNAL_ID: ("ResponseId", "Response ID"),
            Field.STARTED: ("EndDate", "End Date"),
            Field.RESPONDED: ("EndDate", "End Date"),
            Field.LANGUAGE: ("UserLanguage", "User Language"),
        },
        marks=(Field.EXTERNAL_ID, Field.STARTED, "Finished"),
        others=QUALTRICS_OTHERS,
        dates=OF_SURVEY,
        scale=Scale(words={"-99": None}),
        asks=OWN_QUESTIONS,
        rows=(
            *(RowFilter("Status", "is_not", value) for value in QUALTRICS_NO_CUSTOMERS),
            *(RowFilter("Finished", "is_not", value) for value in ("0", "False")),
        ),
    ),
    KnownSource(
        name="surveymonkey",
        source="surveymonkey",
        titles={
            Field.EXTERNAL_ID: ("Respondent ID",),
            Field.STARTED: ("End Date",),
            Field.RESPONDED: ("End Date",),
        },
        marks=("Respondent ID", "Collector ID", "Start Date", "End Date"),
        others=("Collector ID", "Start Date", "IP Address", "Email Address", "First Name", "Last Name"),
        dates=OF_SURVEY,
        asks=OWN_QUESTIONS,
    ),
    KnownSource(
        name="typeform",
        source="typeform",
        titles={
            Field.EXTERNAL_ID: ("#", "Network ID"),
            Field.STARTED: ("Start Date (UTC)",),
            Field.RESPONDED: ("Submit Date (UTC)",),
        },
        marks=("Start Date (UTC)", "Submit Date (UTC)", "Network ID"),
        others=("#", "Response Type", "Stage Date (UTC)", "Network ID", "Tags", "Ending"),
        dates=UTC_OF_SURVEY,
        asks=OWN_QUESTIONS,
        # Of an unfinished survey, only the answers so far are known.
        rows=(RowFilter("Response Type", "is", "completed"),),
    ),
    KnownSource(
        name="typeform-json",
        source="typeform",
        titles={
            Field.EXTERNAL_ID: ("response_id", "token"),
            Field.STARTED: ("landed_at",),
            Field.RESPONDED: ("submitted_at",),
            Field.RATING: ("answers[{key}].number",),
            Field.COMMENT: (re.compile(r"answers\[[^\]]+\]\.text"),),
        },
        marks=("landed_at", "submitted_at", "token", Field.RATING),
        others=("landing_id", "token", "response_id", "response_type", "form_id"),
        dates=UTC_OF_SURVEY,
        questions=Questions(
            rating=re.compile(r"answers\[(?P<key>[^\]]+)\]\.number"),
            marked=("answers[{key}].field.type", ("rating", "opinion_scale")),
        ),
        asks=(Field.RATING, Field.AGENT, Field.EXTERNAL_ID),
        rows=(RowFilter("response_type", "is", "completed"),),
    ),
    KnownSource(
        name="hubspot",
        source="hubspot",
        titles={
            Field.EXTERNAL_ID: ("associations.tickets.results.id", "id", *_of_hubspot("hs_object_id")),
            Field.AGENT: _of_hubspot("hs_agent_name"),
            Field.STARTED: _of_hubspot("hs_submission_timestamp"),
            Field.RESPONDED: _of_hubspot("hs_submission_timestamp"),
            Field.INSTRUMENT: _of_hubspot("hs_survey_type"),
            Field.RATING: _of_hubspot("hs_value"),
            Field.COMMENT: _of_hubspot("hs_content"),
        },
        marks=(Field.INSTRUMENT, Field.RATING, Field.STARTED),
        dates=OF_SURVEY,
        asked=HUBSPOT_TYPES,
    ),
    KnownSource(
        name="simplesat",
        source="simplesat",
        titles={
            Field.EXTERNAL_ID: ("ticket.external_id", "ticket.id", "id"),
            Field.AGENT: ("team_members.name", "team_member.name"),
            Field.AGENT_EMAIL: ("team_members.email", "team_member.email"),
            Field.STARTED: ("created",),
            Field.RESPONDED: ("created",),
            Field.RATING: ("answers[{key}].sentiment",),
            Field.COMMENT: ("answers[{key}].follow_up_answer", "answers[{key}].comment"),
        },
        marks=("created", "survey.id", Field.RATING),
        dates=OF_SURVEY,
        scale=Scale(words={"positive": 5, "neutral": 3, "negative": 1}, words_only=True),
        questions=Questions(
            rating=re.compile(r"answers\[(?P<key>[^\]]+)\]\.sentiment"), marked=("answers[{key}].question.metric", ("csat",))
        ),
    ),
    KnownSource(
        name="limesurvey",
        source="limesurvey",
        titles={
            Field.EXTERNAL_ID: ("id", "Response ID"),
            Field.STARTED: ("submitdate", "Date submitted"),
            Field.RESPONDED: ("submitdate", "Date submitted"),
            Field.LANGUAGE: ("startlanguage", "Start language"),
        },
        marks=(Field.EXTERNAL_ID, Field.STARTED, Field.LANGUAGE),
        others=LIMESURVEY_OTHERS,
        dates=OF_SURVEY,
        asks=OWN_QUESTIONS,
        # Unfinished answers have no such date.
        rows=(RowFilter("submitdate", "is_not", ""), RowFilter("Date submitted", "is_not", "")),
    ),
)
