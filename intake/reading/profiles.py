"""Profiles: how the files of a source are read. Those of known help desks are in `known_sources`."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from intake.reading.table_questions import NO_ANSWERS, TableAnswers


class Field(StrEnum):
    """Possible meaning of a column."""

    EXTERNAL_ID = "external_id"
    AGENT = "agent"
    AGENT_EMAIL = "agent_email"
    STARTED = "started"
    STARTED_TIME = "started_time"
    FIRST_RESPONSE = "first_response"
    ENDED = "ended"
    CHANNEL = "channel"
    TOPIC = "topic"
    LANGUAGE = "language"
    RATING = "rating"
    INSTRUMENT = "instrument"
    RESPONDED = "responded"
    COMMENT = "comment"
    RESOLVED = "resolved"
    FIRST_CONTACT = "first_contact"
    RESPONSE_TIME = "response_time"
    HANDLE_TIME = "handle_time"
    RECORDING = "recording"
    TRANSCRIPT = "transcript"
    SURVEY_SENT = "survey_sent"


REQUIRED = (Field.STARTED,)
# Columns that name the agents of contacts.
NAMING = {Field.EXTERNAL_ID, Field.AGENT}
# Dates besides the start, in the same format.
MOMENTS = (Field.ENDED, Field.SURVEY_SENT, Field.FIRST_RESPONSE)

# Lowest and highest points of each instrument. The highest is the best.
POINTS: Mapping[str, tuple[int, int]] = {"csat": (1, 5), "nps": (0, 10), "ces": (1, 7)}


@dataclass(frozen=True, slots=True)
class DateRule:
    """Formats of dates and times. `date` is one of `days.DATE_FORMATS`; `time` is `clock` or `day_fraction` (of 24 hours).
    Without a zone, times are in the organisation's. `responded` is the format of survey response dates, if different, and
    `zones` are those of columns in another zone. Both are names as in `zones.zone_named`. With `of_survey`, the source doesn't
    know the date of the contact: that of the survey stands in for it until another import has it.
    """

    date: str = "iso"
    time: str = "clock"
    zone: str = ""
    responded: str = ""
    zones: Mapping[Field, str] = field(default_factory=dict)
    of_survey: bool = False

    def of_column(self, column: Field) -> "DateRule":
        """The rule for this column, with its own format and zone."""
        date = self.responded if column is Field.RESPONDED and self.responded else self.date
        return replace(self, date=date, zone=self.zones.get(column, self.zone))


@dataclass(frozen=True, slots=True)
class Scale:
    """Conversion of ratings to points of an instrument. `words` come first (None: no response); numbers among them are compared
    by value. Numbers from `lowest` to `highest` are multiplied by `factor`, or else spread linearly over the instrument's
    points. With `words_only`, only `words` are valid. With `rounds`, numbers between two points are answers too, such as half
    stars; otherwise they are averages, which aren't.
    """

    instrument: str = "csat"
    lowest: float = 1
    highest: float = 5
    words: Mapping[str, int | None] = field(default_factory=dict)
    decimal_comma: bool = False
    factor: float = 0
    words_only: bool = False
    rounds: bool = False

    @property
    def no_answers(self) -> frozenset[str]:
        """Words and numbers that are no response, such as -99."""
        return frozenset(word for word, points in self.words.items() if points is None)


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Condition on a column. Only rows that meet it are read; the others are counted. `relation` is `is`, `is_not` or
    `contains`, without regard to case and spacing.
    """

    column: str
    relation: str
    value: str


# Values of a column with the survey type, and their scales.
ASKED: Mapping[str, Scale] = {
    "csat": Scale("csat", 1, 5),
    "stars5": Scale("csat", 1, 5),
    "smileys": Scale("csat", 1, 5),
    "thumbs": Scale("csat", 0, 1),
    "nps": Scale("nps", 0, 10),
    "enps": Scale("nps", 0, 10),
    "ces": Scale("ces", 1, 7),
    "ces7": Scale("ces", 1, 7),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """Columns, dates, scale and durations of a source. `durations` is `seconds`, `clock` (h:mm:ss) or `clock12`
    (a clock that starts at 12:00:00 AM: 12:02:23 AM is 2 minutes and 23 seconds). `id_part` is an expression that finds the
    ID in its cell; `no_row` matches the only cell of a line that isn't a row. `rows` are conditions that a row must meet,
    `units` the units of plain numbers in duration columns (`seconds` by default), and `nobody` further names in the agent
    column that mean no one. `asked` are the scales of survey types that differ from `ASKED`. A row that meets `no_agent_if`
    has no agent, such as one that a bot served. `table` are answers about the table of the file.
    """

    name: str
    source: str
    columns: Mapping[Field, str]
    dates: DateRule = field(default_factory=DateRule)
    scale: Scale = field(default_factory=Scale)
    durations: str = "seconds"
    channel: str = "other"
    channels: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)
    id_part: str = ""
    no_row: str = ""
    rows: tuple[RowFilter, ...] = ()
    units: Mapping[Field, str] = field(default_factory=dict)
    nobody: tuple[str, ...] = ()
    asked: Mapping[str, Scale] = field(default_factory=dict)
    no_agent_if: RowFilter | None = None
    table: TableAnswers = NO_ANSWERS

    @property
    def names_agents(self) -> bool:
        """True if the files only say which agents served contacts that are known already. Such files need no dates."""
        return Field.STARTED not in self.columns and self.columns.keys() >= NAMING and Field.RATING not in self.columns

    def index_of(self, column: Field, header: Sequence[str]) -> int | None:
        """Index of a field in the header, or None if the profile or the file lacks it."""
        name = self.columns.get(column)
        plain = [plain_title(title) for title in header]
        return plain.index(plain_title(name)) if name and plain_title(name) in plain else None

    def missing(self, header: Sequence[str]) -> list[str]:
        """Columns of the profile that the file lacks, also those of its row filters."""
        plain = {plain_title(title) for title in header}
        titles = [*self.columns.values(), *(row.column for row in self.rows)]
        return [title for title in dict.fromkeys(titles) if plain_title(title) not in plain]

    @property
    def only_scale(self) -> Scale | None:
        """The scale of all ratings, or None if a column says which survey each is from."""
        return None if Field.INSTRUMENT in self.columns else self.scale

    def as_json(self) -> dict[str, Any]:
        stored = asdict(self)
        stored["dates"]["zones"] = {str(column): zone for column, zone in self.dates.zones.items()}
        return {
            **stored,
            "columns": {str(column): title for column, title in self.columns.items()},
            "units": {str(column): unit for column, unit in self.units.items()},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Profile":
        values = dict(stored)
        values["columns"] = {Field(column): title for column, title in values["columns"].items()}
        zones = {Field(column): zone for column, zone in values["dates"].get("zones", {}).items()}
        values["dates"], values["scale"] = DateRule(**{**values["dates"], "zones": zones}), Scale(**values["scale"])
        values["rows"] = tuple(RowFilter(**row) for row in values.get("rows", ()))
        values["units"] = {Field(column): unit for column, unit in values.get("units", {}).items()}
        values["nobody"] = tuple(values.get("nobody", ()))
        values["asked"] = {asked: Scale(**scale) for asked, scale in values.get("asked", {}).items()}
        values["no_agent_if"] = RowFilter(**unless) if (unless := values.get("no_agent_if")) else None
        values["table"] = TableAnswers(**values.get("table", {}))
        return cls(**values)


def plain_title(title: str) -> str:
    """Normalised column title, without differences in case and spacing."""
    return " ".join(title.lower().split())


GENERIC = "generic"
