"""Parsing rows with a profile. This is the hot loop of an import, so no library is called per row."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple
from zoneinfo import ZoneInfo

from intake.reading.cells import CellReader, UnfitCell, channel_reader, text_reader, topic_reader, yes_or_no_reader
from intake.reading.durations import LONGEST_SECONDS, duration_reader
from intake.reading.moments import Moments, NoTime
from intake.reading.precision import UNKNOWN
from intake.reading.profiles import MOMENTS, REQUIRED, Field, Profile, plain_title
from intake.reading.ratings import asked_reader, rating_reader
from intake.reading.reasons import FileTrouble, RejectionReason, Unreadable
from intake.reading.sources import Item, Source
from intake.reading.text_rows import Broken, shown

# Fields in the order in which `parser` unpacks their positions.
IDENTITY = (
    Field.EXTERNAL_ID, Field.AGENT, Field.AGENT_EMAIL, Field.CHANNEL, Field.TOPIC, Field.LANGUAGE, Field.STARTED,
    Field.STARTED_TIME,
)  # fmt: skip
ANSWER = (Field.RATING, Field.INSTRUMENT, Field.RESPONDED, Field.COMMENT)
OUTCOME = (
    Field.RESOLVED, Field.FIRST_CONTACT, Field.RESPONSE_TIME, Field.HANDLE_TIME, Field.RECORDING, Field.TRANSCRIPT,
)  # fmt: skip

# Columns that the download of rejected rows adds. They are ignored when the fixed file is imported.
DOWNLOADED = ("Rejected: line", "Rejected: column", "Rejected: value", "Rejected because")

# Columns that data pipelines add. They change each time a record is copied.
PIPELINE = ("_airbyte_", "_sdc_")

# A spreadsheet that reads an ID as a number keeps only its first digits, so two IDs can become one.
SHORTENED_ID = re.compile(r"\d(?:[.,]\d+)?[Ee]\+\d{2,}")
LONGEST_ID = 120
LONGEST_AGENT = 200
LONGEST_TOPIC = 200
LONGEST_LANGUAGE = 40
LONGEST_URL = 300


class ParsedRow(NamedTuple):
    """Parsed row: a contact and, if there is a `value`, its survey response.

    Either `external_id` or `digest` is set: rows without an ID are identified by their content. An empty `agent` means
    unassigned. Times are in UTC, durations in whole seconds, precisions as in `intake.reading.precision`. A response without
    its own time has the time of the contact and the precision UNKNOWN.
    """

    line: int
    external_id: str
    digest: str
    agent: str
    channel: str
    topic: str
    language: str
    started_at: datetime
    ended_at: datetime | None
    response_seconds: int | None
    handle_seconds: int | None
    is_resolved: bool | None
    resolved_on_first_contact: bool | None
    recording_url: str
    transcript: str
    survey_sent_at: datetime | None
    instrument: str
    value: int | None
    responded_at: datetime | None
    comment: str
    precision: int = UNKNOWN
    started_precision: int = UNKNOWN
    survey_sent_precision: int | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """Rejected row: line, column, value and reason. `cells` is the whole row, so that it can be fixed and imported again."""

    line: int
    column: str
    value: str
    reason: RejectionReason
    cells: tuple[str, ...] = ()


Parse = Callable[[int, list[str]], ParsedRow]


def parser(profile: Profile, header: Sequence[str], zone: ZoneInfo) -> Parse:
    """Function that parses a row of this file. It raises `UnfitCell` for an invalid row.

    `zone` is the organisation's. Raises `Unreadable` if a required column is missing or occurs twice.
    """
    where = _places(profile, header)
    moments = Moments(profile.dates, zone)
    answers = Moments(replace(profile.dates, date=profile.dates.responded or profile.dates.date), zone)
    agents, channels, topics, languages, ratings, resolutions, first_contacts, responses, handlings = _readers(profile)
    usual = profile.scale.instrument, ratings
    at_id, at_agent, at_email, at_channel, at_topic, at_language, at_started, at_time = _at(where, IDENTITY)
    at_rating, at_asked, at_responded, at_comment = _at(where, ANSWER)
    at_resolved, at_first, at_response, at_handle, at_recording, at_transcript = _at(where, OUTCOME)
    at_ended, at_sent, at_reply = _at(where, MOMENTS)
    asked = asked_reader()
    id_part = re.compile(profile.id_part) if profile.id_part else None
    digest = _digest_of(header)

    def parse(line: int, cells: list[str]) -> ParsedRow:
        cells.append("")
        external_id, recording = _identifier(cells[at_id].strip(), id_part), _link(cells[at_recording].strip())
        started, precise = _started(moments, cells[at_started], cells[at_time] if at_time >= 0 else None)
        agent = _with_email(cells[at_agent], cells[at_email].strip()) if at_email >= 0 else cells[at_agent]
        instrument, points = asked[cells[at_asked]] if at_asked >= 0 else usual
        value = points[cells[at_rating]]
        sent = _later(moments, Field.SURVEY_SENT, cells[at_sent], started)
        return ParsedRow(
            line,
            external_id,
            "" if external_id else digest(cells),
            agents[agent],
            channels[cells[at_channel]],
            topics[cells[at_topic]],
            languages[cells[at_language]],
            started,
            _later(moments, Field.ENDED, cells[at_ended], started)[0],
            _reply_seconds(moments, cells[at_reply], started) if cells[at_reply] else responses[cells[at_response]],
            handlings[cells[at_handle]],
            resolutions[cells[at_resolved]],
            first_contacts[cells[at_first]],
            recording,
            cells[at_transcript].strip(),
            sent[0],
            instrument,
            *_answer(answers, value, cells[at_responded], cells[at_comment], started),
            precise,
            sent[1],
        )

    return parse


def read(
    source: Source, *, header: tuple[str, ...], profile: Profile, zone: ZoneInfo, kept_from: datetime | None = None
) -> Iterator[ParsedRow | Rejected]:
    """Parsed or rejected rows from the source's cursor on, without blank lines. Rows from before `kept_from` are rejected."""
    parse = parser(profile, header, zone)
    no_row = re.compile(profile.no_row) if profile.no_row else None
    for item in source:
        if no_row and _stands_alone(item, no_row):
            continue
        if isinstance(item, Broken):
            yield Rejected(item.line, "", item.value, item.reason, item.cells)
            continue
        line, cells = item
        try:
            row = parse(line, cells)
            if kept_from is not None and row.started_at < kept_from:
                raise UnfitCell(Field.STARTED, f"{row.started_at.astimezone(zone):%Y-%m-%d}", RejectionReason.NO_LONGER_KEPT)  # noqa: TRY301 - as `parse` does
            yield row
        except UnfitCell as unfit:
            at = profile.index_of(unfit.column, header)
            yield Rejected(
                line, header[at] if at is not None else "", shown(unfit.value), unfit.reason, tuple(cells[: len(header)])
            )


def _identifier(text: str, part: re.Pattern[str] | None) -> str:
    found = _part_of(text, part) if part and text else text
    if len(found) > LONGEST_ID:
        raise UnfitCell(Field.EXTERNAL_ID, found, RejectionReason.VALUE_TOO_LONG)
    if SHORTENED_ID.fullmatch(found):
        raise UnfitCell(Field.EXTERNAL_ID, found, RejectionReason.ID_SHORTENED)
    return found


def _link(text: str) -> str:
    if len(text) > LONGEST_URL:
        raise UnfitCell(Field.RECORDING, text, RejectionReason.VALUE_TOO_LONG)
    return text


def _started(moments: Moments, day: str, clock: str | None) -> tuple[datetime, int]:
    if not day.strip():
        raise UnfitCell(Field.STARTED, day, RejectionReason.DATE_MISSING)
    if clock is None:
        return _moment(moments, Field.STARTED, day)
    try:
        return moments.of_day_and_time(day, clock)
    except NoTime as error:
        raise UnfitCell(Field.STARTED_TIME, clock, RejectionReason.TIME) from error
    except (ValueError, OverflowError, OSError) as error:
        raise UnfitCell(Field.STARTED, day, RejectionReason.DATE) from error


def _moment(moments: Moments, column: Field, text: str) -> tuple[datetime, int]:
    try:
        return moments.of_cell(text)
    except (ValueError, OverflowError, OSError) as error:
        raise UnfitCell(column, text, RejectionReason.DATE) from error


def _later(moments: Moments, column: Field, text: str, started: datetime) -> "tuple[datetime, int] | tuple[None, None]":
    """The moment if it is not before the contact, else None: then the source's clock was wrong."""
    if not text.strip():
        return None, None
    moment = _moment(moments, column, text)
    return moment if moment[0] >= started else (None, None)


def _answer(
    moments: Moments, value: int | None, responded: str, comment: str, started: datetime
) -> tuple[int | None, datetime | None, str, int]:
    """Value, time, comment and precision of the response; all empty without a value."""
    if value is None:
        return None, None, "", UNKNOWN
    answered = _moment(moments, Field.RESPONDED, responded) if responded else (started, UNKNOWN)
    return value, answered[0], comment.strip(), answered[1]


def _reply_seconds(moments: Moments, text: str, started: datetime) -> int | None:
    """Response time from the first reply's date. None if that is decades away, as some sources write for no reply."""
    replied, _precise = _later(moments, Field.FIRST_RESPONSE, text, started)
    seconds = round((replied - started).total_seconds()) if replied else None
    return seconds if seconds is None or seconds <= LONGEST_SECONDS else None


def _part_of(external_id: str, part: re.Pattern[str]) -> str:
    found = part.search(external_id)
    if found is None:
        raise UnfitCell(Field.EXTERNAL_ID, external_id, RejectionReason.ID)
    return found[1]


def _with_email(agent: str, email: str) -> str:
    """Agent in one cell, as some help desks write it: “Nia Berg (nia@example.org)”."""
    return f"{agent.strip()} ({email})" if agent.strip() and email else agent or email


def _stands_alone(item: Item, no_row: re.Pattern[str]) -> bool:
    """True for a line with a single cell that isn't a row, such as the period of a report."""
    cells = item.cells if isinstance(item, Broken) else item[1]
    return bool(cells) and not any(cells[1:]) and no_row.fullmatch(cells[0].strip()) is not None


def _digest_of(header: Sequence[str]) -> Callable[[list[str]], str]:
    """Identity of a row without an ID: a digest of its columns, independent of their order and of empty columns."""
    own = {plain_title(title) for title in DOWNLOADED}
    titles = [(plain_title(title), at) for at, title in enumerate(header)]
    places = sorted((title, at) for title, at in titles if title not in own and not title.startswith(PIPELINE))

    def digest(cells: list[str]) -> str:
        said = "\x1f".join(f"{title}\x1e{cells[at]}" for title, at in places if cells[at])
        return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    return digest


def _places(profile: Profile, header: Sequence[str]) -> dict[Field, int]:
    where = {column: at for column in profile.columns if (at := profile.index_of(column, header)) is not None}
    missing = [profile.columns.get(column, column) for column in profile.columns if column not in where]
    missing += [str(column) for column in REQUIRED if column not in profile.columns]
    if missing:
        raise Unreadable(FileTrouble.COLUMNS_MISSING, ", ".join(missing))
    titles = [plain_title(title) for title in header]
    twice = [header[at] for at in where.values() if titles.count(titles[at]) > 1]
    if twice:
        raise Unreadable(FileTrouble.COLUMN_TWICE, ", ".join(twice))
    return where


def _at(where: Mapping[Field, int], columns: Iterable[Field]) -> list[int]:
    """Positions of the columns. A field without a column reads the empty cell appended to each row."""
    return [where.get(column, -1) for column in columns]


def _readers(profile: Profile) -> tuple[CellReader, ...]:
    """Readers for agent, channel, topic, language, rating, both resolutions, response time and handle time."""
    comma = profile.scale.decimal_comma
    return (
        text_reader(Field.AGENT, LONGEST_AGENT),
        channel_reader(profile),
        topic_reader(profile, LONGEST_TOPIC),
        text_reader(Field.LANGUAGE, LONGEST_LANGUAGE),
        rating_reader(profile.scale),
        yes_or_no_reader(Field.RESOLVED),
        yes_or_no_reader(Field.FIRST_CONTACT),
        duration_reader(Field.RESPONSE_TIME, profile.durations, decimal_comma=comma),
        duration_reader(Field.HANDLE_TIME, profile.durations, decimal_comma=comma),
    )
