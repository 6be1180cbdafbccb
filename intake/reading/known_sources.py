"""Known help desks. To add one, add it to `KNOWN` with a sample in the tests."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from intake.reading.profiles import REQUIRED, DateRule, Field, Profile, Scale, plain_title

ZONE = "zone"


@dataclass(frozen=True, slots=True)
class KnownSource:
    """Export of a help desk: possible titles of each field, and how its cells are read.

    A title is plain text, or an expression whose group `zone` is the zone of the file's times. A file is recognised by all
    columns of `marks` and, if there are any, one of `beside`; other columns can be missing. If ratings are `worded`, they
    must be words of the scale. `order` has the positions of the fields for files with translated titles; then every cell of
    the field `proof` must match its expression.
    """

    name: str
    source: str
    titles: Mapping[Field, Sequence[str | re.Pattern[str]]]
    marks: Sequence[str | re.Pattern[str]]
    dates: DateRule = field(default_factory=DateRule)
    scale: Scale = field(default_factory=Scale)
    durations: str = "seconds"
    channel: str = "other"
    id_part: str = ""
    no_row: str = ""
    worded: bool = False
    beside: Sequence[str] = ()
    order: Sequence[Field | None] = ()
    proof: tuple[Field, str] | None = None

    def recognised(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Profile | None:
        """The profile for this file, or None if it isn't from this source."""
        if not self.missing(header) and self._has_one_beside(header):
            found = self.profile(header)
        elif self._is_translated(header, rows):
            by_place = {column: header[at] for at, column in enumerate(self.order[: len(header)]) if column}
            found = self._profile(by_place)
        else:
            return None
        return found if self._fits(found, header, rows) else None

    def missing(self, header: Sequence[str]) -> list[str]:
        """Columns by which this source is recognised and which the file lacks."""
        return [_words(mark) for mark in self.marks if not _title(mark, header)]

    def profile(self, header: Sequence[str]) -> Profile:
        """The profile for this file, without checking it. Required columns are always included."""
        columns = {column: title for column in self.titles if (title := self._found(column, header))}
        for column in REQUIRED:
            columns.setdefault(column, _words(self.titles[column][0]))
        return self._profile(columns, self._zone(header))

    def _profile(self, columns: Mapping[Field, str], zone: str = "") -> Profile:
        return Profile(
            name=self.name,
            source=self.source,
            columns=columns,
            dates=replace(self.dates, zone=zone or self.dates.zone),
            scale=self.scale,
            durations=self.durations,
            channel=self.channel,
            id_part=self.id_part,
            no_row=self.no_row,
        )

    def _found(self, column: Field, header: Sequence[str]) -> str:
        return next((title for wanted in self.titles[column] if (title := _title(wanted, header))), "")

    def _zone(self, header: Sequence[str]) -> str:
        patterns = [title for titles in self.titles.values() for title in titles if isinstance(title, re.Pattern)]
        for title in header:
            for pattern in patterns:
                if (match := pattern.fullmatch(title.strip())) and _is_zone(match[ZONE]):
                    return match[ZONE]
        return ""

    def _has_one_beside(self, header: Sequence[str]) -> bool:
        return not self.beside or any(plain_title(title).partition(".")[0] in self.beside for title in header)

    def _is_translated(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
        if self.proof is None or not rows or not len(self.order) - 1 <= len(header) <= len(self.order):
            return False
        column, expression = self.proof
        given = [row[self.order.index(column)].strip() for row in rows]
        return any(given) and all(re.fullmatch(expression, cell) for cell in given if cell)

    def _fits(self, profile: Profile, header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
        if not self.worded:
            return True
        at = profile.index_of(Field.RATING, header)
        given = {row[at].strip().lower() for row in rows if row[at].strip()} if at is not None else set()
        return bool(given) and given <= self.scale.words.keys()


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
        _words(titles[0])
        for source in sources
        for titles in source.titles.values()
        if not any(_title(wanted, header) for wanted in titles)
    ]


def _title(wanted: str | re.Pattern[str], header: Sequence[str]) -> str:
    """The matching title of the header, or empty."""
    if isinstance(wanted, re.Pattern):
        return next((title for title in header if (found := wanted.fullmatch(title.strip())) and _is_zone(found[ZONE])), "")
    return next((title for title in header if plain_title(title) == plain_title(wanted)), "")


def _words(wanted: str | re.Pattern[str]) -> str:
    return wanted.pattern if isinstance(wanted, re.Pattern) else wanted


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return False
    return True


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
