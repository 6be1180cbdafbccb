"""From the cells of a row to what they mean, by a profile. The one hot loop of an import: no library per row."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple
from zoneinfo import ZoneInfo

from feedback.reading import cells as reading
from feedback.reading.cells import Moments, NoTime, Reader, Unfit
from feedback.reading.profiles import REQUIRED, Field, Profile
from feedback.reading.reasons import Reason, Trouble, Unreadable
from feedback.reading.rows import Broken, shown
from feedback.reading.sources import Item, Source

# The fields in the order in which `parser` takes their places.
IDENTITY = (
    Field.EXTERNAL_ID, Field.AGENT, Field.CHANNEL, Field.TOPIC, Field.LANGUAGE, Field.STARTED, Field.STARTED_TIME,
)  # fmt: skip
OUTCOME = (
    Field.RATING, Field.RESPONDED, Field.COMMENT, Field.RESOLVED, Field.RESPONSE_TIME, Field.HANDLE_TIME, Field.RECORDING,
)  # fmt: skip

LONGEST_ID = 120
LONGEST_AGENT = 200
LONGEST_TOPIC = 80
LONGEST_LANGUAGE = 8
LONGEST_URL = 300


class ParsedRow(NamedTuple):
    """A row as it was understood: an interaction, and with `value` the customer's answer.

    Exactly one of `external_id` and `digest` is given: rows without an id are known by their content. An empty
    `agent` means that nobody was assigned. Times are UTC, durations whole seconds.
    """

    line: int
    external_id: str
    digest: str
    agent: str
    channel: str
    topic: str
    language: str
    started_at: datetime
    response_seconds: int | None
    handle_seconds: int | None
    is_resolved: bool | None
    recording_url: str
    instrument: str
    value: int | None
    responded_at: datetime | None
    comment: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be taken: where, what stood there, and why. `cells` is the row, to mend and try again."""

    line: int
    column: str
    value: str
    reason: Reason
    cells: tuple[str, ...] = ()


Parse = Callable[[int, list[str]], ParsedRow]


def parser(profile: Profile, header: Sequence[str], zone: ZoneInfo) -> Parse:
    """The function that reads a row of this file. It raises `Unfit` for a row that cannot be taken.

    `zone` is the organisation's. Raises `Unreadable` if a column that is needed is missing or stands there twice.
    """
    where = _places(profile, header)
    moments = Moments(profile.dates, zone)
    answered = Moments(replace(profile.dates, date=profile.dates.responded or profile.dates.date), zone)
    agents, channels, topics, languages, ratings, resolutions, responses, handlings = _readers(profile)
    usual = profile.scale.instrument
    # A field without a column reads the empty cell that is put behind the last one.
    at_id, at_agent, at_channel, at_topic, at_language, at_started, at_time = (where.get(column, -1) for column in IDENTITY)
    at_rating, at_responded, at_comment, at_resolved, at_response, at_handle, at_recording = (
        where.get(column, -1) for column in OUTCOME
    )
    at_email, at_asked = where.get(Field.AGENT_EMAIL, -1), where.get(Field.INSTRUMENT, -1)
    has_time, has_email, has_asked = (column in where for column in (Field.STARTED_TIME, Field.AGENT_EMAIL, Field.INSTRUMENT))
    asked = reading.asked_reader()
    id_part = re.compile(profile.id_part) if profile.id_part else None

    def parse(line: int, cells: list[str]) -> ParsedRow:
        cells.append("")
        external_id, recording = _identifier(cells[at_id].strip(), id_part), _link(cells[at_recording].strip())
        started = _started(moments, cells[at_started], cells[at_time] if has_time else None)
        agent = _with_email(cells[at_agent], cells[at_email].strip()) if has_email else cells[at_agent]
        instrument, points = asked[cells[at_asked]] if has_asked else (usual, ratings)
        value = points[cells[at_rating]]
        responded = cells[at_responded]
        return ParsedRow(
            line,
            external_id,
            "" if external_id else _digest(cells),
            agents[agent],
            channels[cells[at_channel]],
            topics[cells[at_topic]],
            languages[cells[at_language]],
            started,
            responses[cells[at_response]],
            handlings[cells[at_handle]],
            resolutions[cells[at_resolved]],
            recording,
            instrument,
            value,
            None if value is None else (_moment(answered, Field.RESPONDED, responded) if responded else started),
            "" if value is None else cells[at_comment].strip(),
        )

    return parse


def read(source: Source, *, header: tuple[str, ...], profile: Profile, zone: ZoneInfo) -> Iterator[ParsedRow | Rejected]:
    """Every row from where the source stands, parsed or rejected; blank lines are no rows."""
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
            yield parse(line, cells)
        except Unfit as unfit:
            at = profile.index_of(unfit.column, header)
            yield Rejected(
                line, header[at] if at is not None else "", shown(unfit.value), unfit.reason, tuple(cells[: len(header)])
            )


def _identifier(text: str, part: re.Pattern[str] | None) -> str:
    found = _part_of(text, part) if part and text else text
    if len(found) > LONGEST_ID:
        raise Unfit(Field.EXTERNAL_ID, found, Reason.VALUE_TOO_LONG)
    return found


def _link(text: str) -> str:
    if len(text) > LONGEST_URL:
        raise Unfit(Field.RECORDING, text, Reason.VALUE_TOO_LONG)
    return text


def _started(moments: Moments, day: str, clock: str | None) -> datetime:
    if not day.strip():
        raise Unfit(Field.STARTED, day, Reason.DATE_MISSING)
    if clock is None:
        return _moment(moments, Field.STARTED, day)
    try:
        return moments.of_day_and_time(day, clock)
    except NoTime as error:
        raise Unfit(Field.STARTED_TIME, clock, Reason.TIME) from error
    except (ValueError, OverflowError, OSError) as error:
        raise Unfit(Field.STARTED, day, Reason.DATE) from error


def _moment(moments: Moments, column: Field, text: str) -> datetime:
    try:
        return moments.of_cell(text)
    except (ValueError, OverflowError, OSError) as error:
        raise Unfit(column, text, Reason.DATE) from error


def _part_of(external_id: str, part: re.Pattern[str]) -> str:
    found = part.search(external_id)
    if found is None:
        raise Unfit(Field.EXTERNAL_ID, external_id, Reason.ID)
    return found[1]


def _with_email(agent: str, email: str) -> str:
    """An agent as some help desks write them in one cell: “Nia Berg (nia@example.org)”."""
    return f"{agent.strip()} ({email})" if agent.strip() and email else agent or email


def _stands_alone(item: Item, no_row: re.Pattern[str]) -> bool:
    """True for a line with one cell that says what is no row, such as the period of a report."""
    cells = item.cells if isinstance(item, Broken) else item[1]
    return bool(cells) and not any(cells[1:]) and no_row.fullmatch(cells[0].strip()) is not None


def _digest(cells: list[str]) -> str:
    return blake2b("\x1f".join(cells).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _places(profile: Profile, header: Sequence[str]) -> dict[Field, int]:
    where = {column: at for column in profile.columns if (at := profile.index_of(column, header)) is not None}
    missing = [profile.columns.get(column, column) for column in profile.columns if column not in where]
    missing += [str(column) for column in REQUIRED if column not in profile.columns]
    if missing:
        raise Unreadable(Trouble.COLUMNS_MISSING, ", ".join(missing))
    titles = [" ".join(title.lower().split()) for title in header]
    twice = [header[at] for at in where.values() if titles.count(titles[at]) > 1]
    if twice:
        raise Unreadable(Trouble.COLUMN_TWICE, ", ".join(twice))
    return where


def _readers(profile: Profile) -> tuple[Reader, ...]:
    """What reads the cells of the agent, channel, topic, language, rating, resolution, response and handle time."""
    comma = profile.scale.decimal_comma
    return (
        reading.text_reader(Field.AGENT, LONGEST_AGENT),
        reading.channel_reader(profile),
        reading.text_reader(Field.TOPIC, LONGEST_TOPIC),
        reading.text_reader(Field.LANGUAGE, LONGEST_LANGUAGE),
        reading.rating_reader(profile.scale),
        reading.yes_or_no_reader(Field.RESOLVED),
        reading.duration_reader(Field.RESPONSE_TIME, profile.durations, decimal_comma=comma),
        reading.duration_reader(Field.HANDLE_TIME, profile.durations, decimal_comma=comma),
    )
