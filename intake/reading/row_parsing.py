"""Parsing rows with a profile. This is the hot loop of an import, so no library is called per row."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, tzinfo
from hashlib import blake2b
from typing import Any, NamedTuple

from intake.reading.cells import CellReader, UnfitCell, channel_reader, text_reader, topic_reader, yes_or_no_reader
from intake.reading.contact_cells import ALL_CONTACTS, Contacts, agent_cell_reader, start_reader
from intake.reading.durations import SECONDS, duration_reader
from intake.reading.nobody import agent_reader
from intake.reading.optional_cells import NEVER, Losses, OptionalMoments, OptionalReader, short_enough
from intake.reading.precision import UNKNOWN
from intake.reading.profiles import MOMENTS, REQUIRED, Field, Profile, plain_title
from intake.reading.ratings import asked_reader, rating_reader
from intake.reading.reasons import FileTrouble, RejectionReason, Unreadable
from intake.reading.row_filters import filter_of
from intake.reading.sources import Item
from intake.reading.text_rows import Broken, shown

# Fields in the order in which `parser` unpacks their positions.
IDENTITY = (Field.EXTERNAL_ID, Field.AGENT, Field.CHANNEL, Field.TOPIC, Field.LANGUAGE)
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


class SkippedRow(NamedTuple):
    """Row that doesn't meet the profile's conditions on rows."""


SKIPPED = SkippedRow()
Parse = Callable[[int, list[str]], ParsedRow]


def parser(
    profile: Profile, header: Sequence[str], zone: tzinfo, *, losses: Losses | None = None, contacts: Contacts = ALL_CONTACTS
) -> Parse:
    """Function that parses a row of this file. It raises `UnfitCell` for an invalid row, and adds unreadable optional cells to
    `losses`. Rows about other `contacts` are invalid. `zone` is the organisation's. Raises `Unreadable` if a required column is
    missing or occurs twice. Cells that can reject a row are read first, so that none of a rejected row is counted as lost.
    """
    where, losses = _places(profile, header), losses_of(profile, header) if losses is None else losses
    ended, sent, reply, answered = _optional_moments(profile, zone, losses)
    agents, channels, ratings = agent_reader(profile, LONGEST_AGENT), channel_reader(profile), rating_reader(profile.scale)
    topics, languages, resolutions, first_contacts, responses, handlings = _optional_readers(profile, losses)
    usual, asked = (profile.scale.instrument, ratings), asked_reader(profile)
    at_id, at_agent, at_channel, at_topic, at_language = _at(where, IDENTITY)
    at_rating, at_asked, at_responded, at_comment, at_ended, at_sent, at_reply = _at(where, (*ANSWER, *MOMENTS))
    at_resolved, at_first, at_response, at_handle, at_recording, at_transcript = _at(where, OUTCOME)
    start_in, agent_in = start_reader(profile, where, zone, contacts), agent_cell_reader(profile, where, header)
    id_part, digest = re.compile(profile.id_part) if profile.id_part else None, _digest_of(header)

    def parse(line: int, cells: list[str]) -> ParsedRow:
        cells.append("")
        external_id = _identifier(cells[at_id].strip(), id_part)
        started, precise = start_in(cells, external_id)
        agent = agents[agent_in(cells) if agent_in else cells[at_agent]]
        instrument, points = asked[cells[at_asked]] if at_asked >= 0 else usual
        value = points[cells[at_rating]]
        sent_at, sent_precision = sent.after(started, cells[at_sent]) if cells[at_sent] else NEVER
        return ParsedRow(
            line, external_id, "" if external_id else digest(cells), agent, channels[cells[at_channel]],
            topics[cells[at_topic]], languages[cells[at_language]], started,
            ended.after(started, cells[at_ended])[0] if cells[at_ended] else None,
            reply.seconds_after(started, cells[at_reply]) if cells[at_reply] else responses[cells[at_response]],
            handlings[cells[at_handle]], resolutions[cells[at_resolved]], first_contacts[cells[at_first]],
            short_enough(cells[at_recording], Field.RECORDING, LONGEST_URL, losses) if cells[at_recording] else "",
            cells[at_transcript].strip(), sent_at, instrument,
            *_answer(answered, value, cells[at_responded], cells[at_comment], started), precise, sent_precision,
        )  # fmt: skip

    return parse


def losses_of(profile: Profile, header: Sequence[str], before: Iterable[Mapping[str, Any]] = ()) -> Losses:
    """Counter of the optional cells of this file that are left out, and those `before`."""
    places = {column: profile.index_of(column, header) for column in profile.columns}
    return Losses({column: header[at] for column, at in places.items() if at is not None}, before)


def read(
    source: Iterable[Item],
    *,
    header: tuple[str, ...],
    profile: Profile,
    zone: tzinfo,
    losses: Losses | None = None,
    contacts: Contacts = ALL_CONTACTS,
) -> Iterator[ParsedRow | Rejected | SkippedRow]:
    """Parsed, rejected or left out rows from the source's cursor on, without blank lines. Arguments as for `parser`."""
    parse = parser(profile, header, zone, losses=losses, contacts=contacts)
    keeps = filter_of(profile.rows, header)
    no_row = re.compile(profile.no_row) if profile.no_row else None
    for item in source:
        if no_row and _stands_alone(item, no_row):
            continue
        if isinstance(item, Broken):
            yield Rejected(item.line, "", item.value, item.reason, item.cells)
            continue
        line, cells = item
        if keeps and not keeps(cells):
            yield SKIPPED
            continue
        try:
            yield parse(line, cells)
        except UnfitCell as unfit:
            at = profile.index_of(unfit.column, header)
            yield Rejected(
                line, header[at] if at is not None else "", shown(unfit.value), unfit.reason, tuple(cells[: len(header)])
            )


def ids_in(items: Iterable[Item], header: Sequence[str], profile: Profile) -> list[str]:
    """IDs of the contacts in these rows, without invalid ones."""
    at = profile.index_of(Field.EXTERNAL_ID, header)
    part = re.compile(profile.id_part) if profile.id_part else None
    found: dict[str, None] = {}
    for item in items:
        if at is None or isinstance(item, Broken):
            continue
        with suppress(UnfitCell):
            found[_identifier(item[1][at].strip(), part)] = None
    return list(found)


def _identifier(text: str, part: re.Pattern[str] | None) -> str:
    found = _part_of(text, part) if part and text else text
    if len(found) > LONGEST_ID:
        raise UnfitCell(Field.EXTERNAL_ID, found, RejectionReason.VALUE_TOO_LONG)
    if SHORTENED_ID.fullmatch(found):
        raise UnfitCell(Field.EXTERNAL_ID, found, RejectionReason.ID_SHORTENED)
    return found


def _answer(
    answered: OptionalMoments, value: int | None, responded: str, comment: str, started: datetime
) -> tuple[int | None, datetime | None, str, int]:
    """Value, time, comment and precision of the response; all empty without a value."""
    if value is None:
        return None, None, "", UNKNOWN
    moment, precise = answered.of_cell(responded) if responded else (None, None)
    if moment is None or precise is None:
        return value, started, comment.strip(), UNKNOWN
    return value, moment, comment.strip(), precise


def _part_of(external_id: str, part: re.Pattern[str]) -> str:
    found = part.search(external_id)
    if found is None:
        raise UnfitCell(Field.EXTERNAL_ID, external_id, RejectionReason.ID)
    return found[1]


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
    missing = profile.missing(header)
    missing += [str(column) for column in REQUIRED if column not in profile.columns and not profile.names_agents]
    if missing:
        raise Unreadable(FileTrouble.COLUMNS_MISSING, ", ".join(missing))
    titles = [plain_title(title) for title in header]
    used = {*(titles[at] for at in where.values()), *(plain_title(row.column) for row in profile.rows)}
    twice = [title for title in header if plain_title(title) in used and titles.count(plain_title(title)) > 1]
    if twice:
        raise Unreadable(FileTrouble.COLUMN_TWICE, ", ".join(twice))
    return where


def _at(where: Mapping[Field, int], columns: Iterable[Field]) -> list[int]:
    """Positions of the columns. A field without a column reads the empty cell appended to each row."""
    return [where.get(column, -1) for column in columns]


def _optional_moments(profile: Profile, zone: tzinfo, losses: Losses) -> list[OptionalMoments]:
    """Readers for the end of the contact, when the survey was sent, the first reply and the answer."""
    return [OptionalMoments(column, profile.dates, zone, losses) for column in (*MOMENTS, Field.RESPONDED)]


def _optional_readers(profile: Profile, losses: Losses) -> tuple[OptionalReader, ...]:
    """Readers for topic, language, both resolutions, response time and handle time."""

    def duration(column: Field) -> CellReader:
        unit = profile.units.get(column, SECONDS)
        return duration_reader(column, profile.durations, unit, decimal_comma=profile.scale.decimal_comma)

    return (
        OptionalReader(topic_reader(profile, LONGEST_TOPIC), losses, nothing=""),
        OptionalReader(text_reader(Field.LANGUAGE, LONGEST_LANGUAGE), losses, nothing=""),
        OptionalReader(yes_or_no_reader(Field.RESOLVED), losses),
        OptionalReader(yes_or_no_reader(Field.FIRST_CONTACT), losses),
        OptionalReader(duration(Field.RESPONSE_TIME), losses),
        OptionalReader(duration(Field.HANDLE_TIME), losses),
    )
