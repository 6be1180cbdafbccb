"""Telephone systems: exports of calls and of the surveys after them."""

from collections.abc import Mapping

from intake.reading.known_sources.date_rules import OF_SURVEY
from intake.reading.profiles import DateRule, Field, RowFilter
from intake.reading.source_recognition import KnownSource

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

PHONE_SYSTEMS: tuple[KnownSource, ...] = (
    _CALL_CENTER,
    KnownSource(
        name="talkdesk",
        source="talkdesk",
        titles={
            Field.EXTERNAL_ID: ("Interaction ID",),
            Field.AGENT: ("Agent Name",),
            Field.STARTED: ("Date & Time",),
            Field.RESPONDED: ("Date & Time",),
            Field.RATING: ("Response",),
            Field.RECORDING: ("Recording URL",),
        },
        marks=("Interaction ID", "Component Type", "Pertains to Agent", "Response", "Date & Time"),
        dates=OF_SURVEY,
        # One row for each question.
        rows=(RowFilter("Component Type", "is", "Ask CSAT"), RowFilter("Pertains to Agent", "is", "yes")),
    ),
)
