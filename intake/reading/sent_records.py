"""Parsing records from other systems into rows of an import, as `row_parsing` does with cells of files.

A record is accepted or rejected as a whole, so that a fixed one can be sent again without changing anything twice.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from intake.reading import precision
from intake.reading.days import EARLIEST_YEAR, LATEST_YEAR
from intake.reading.durations import LONGEST_SECONDS
from intake.reading.nobody import agent_of
from intake.reading.profiles import POINTS
from intake.reading.reasons import RejectionReason
from intake.reading.row_parsing import (
    LONGEST_AGENT,
    LONGEST_ID,
    LONGEST_LANGUAGE,
    LONGEST_TOPIC,
    LONGEST_URL,
    ParsedRow,
    Rejected,
)
from intake.reading.text_rows import shown

CHANNELS = ("phone", "chat", "email", "social", "other")
LONGEST_TEXT = 32_768

# Columns of the download of rejected records.
FIELDS = (
    "external_id", "agent", "agent_email", "channel", "topic", "language", "started_at", "ended_at", "response_seconds",
    "handle_seconds", "is_resolved", "resolved_on_first_contact", "recording_url", "transcript", "survey_sent_at",
    "responses",
)  # fmt: skip
LENGTHS = (
    ("external_id", LONGEST_ID),
    ("agent", LONGEST_AGENT),
    ("agent_email", LONGEST_AGENT),
    ("topic", LONGEST_TOPIC),
    ("language", LONGEST_LANGUAGE),
    ("recording_url", LONGEST_URL),
)
SECONDS = ("response_seconds", "handle_seconds")
MOMENTS = ("ended_at", "survey_sent_at")
NO_ANSWER = ("csat", None, None, "", precision.UNKNOWN)

Record = Mapping[str, Any]


class Known(NamedTuple):
    """Facts about an existing contact, for records without a start."""

    channel: str
    started_at: datetime
    started_precision: int


class Wrong(Exception):
    """The record is invalid: path of the field, its value and the reason."""

    def __init__(self, field: str, value: Any, reason: RejectionReason) -> None:
        super().__init__(reason)
        self.field, self.value, self.reason = field, value, reason


def read_records(
    records: Sequence[Record], *, known: Mapping[str, Known], line: int = 0, number: int = 1
) -> Iterator[ParsedRow | Rejected]:
    """Rows of each record, one per response, or the rejected record. Lines of rows continue from `line`; the line of a
    rejection is the number of its record, starting at `number`. `known` are facts about contacts by ID; the records add to it.
    """
    seen = dict(known)
    for at, record in enumerate(records, start=number):
        try:
            rows = _rows(record, seen, line)
        except Wrong as wrong:
            cells = tuple(_cell(record.get(field)) for field in FIELDS)
            yield Rejected(at, wrong.field, shown(_cell(wrong.value)), wrong.reason, cells)
            continue
        line += len(rows)
        yield from rows


def ids_to_look_up(records: Sequence[Record]) -> list[str]:
    """IDs of contacts that records expect to exist, without invalid IDs."""
    ids = [record["external_id"].strip() for record in records if not record.get("started_at")]
    return [text for text in ids if len(text) <= LONGEST_ID and "\0" not in text]


def _rows(record: Record, seen: dict[str, Known], line: int) -> list[ParsedRow]:
    texts = {field: _text(record, field, longest) for field, longest in LENGTHS}
    external_id = texts["external_id"]
    if not external_id:
        raise Wrong("external_id", "", RejectionReason.ID_MISSING)
    agent, email = texts["agent"], texts["agent_email"]
    label = agent_of(f"{agent} ({email})" if agent and email else agent or email)
    if len(label) > LONGEST_AGENT:
        raise Wrong("agent", label, RejectionReason.VALUE_TOO_LONG)
    for field in SECONDS:
        if (seconds := record.get(field)) is not None and not 0 <= seconds <= LONGEST_SECONDS:
            raise Wrong(field, seconds, RejectionReason.DURATION)
    about = _about(record, seen.get(external_id))
    ended_at, survey_sent_at = (_later(record, field, about.started_at) for field in MOMENTS)
    transcript = _long("transcript", record.get("transcript"))
    answers = [_answer(given, at, about.started_at) for at, given in enumerate(record.get("responses") or ())]
    seen[external_id] = about
    return [
        ParsedRow(
            line=line + number,
            external_id=external_id,
            digest="",
            agent=label,
            channel=about.channel,
            topic=texts["topic"],
            language=texts["language"],
            started_at=about.started_at,
            ended_at=ended_at,
            response_seconds=record.get("response_seconds"),
            handle_seconds=record.get("handle_seconds"),
            is_resolved=record.get("is_resolved"),
            resolved_on_first_contact=record.get("resolved_on_first_contact"),
            recording_url=texts["recording_url"],
            transcript=transcript,
            survey_sent_at=survey_sent_at,
            instrument=instrument,
            value=value,
            responded_at=responded_at,
            comment=comment,
            precision=exactness,
            started_precision=about.started_precision,
            survey_sent_precision=precise(record["survey_sent_at"]) if survey_sent_at else None,
        )
        for number, (instrument, value, responded_at, comment, exactness) in enumerate(answers or [NO_ANSWER], start=1)
    ]


def _about(record: Record, known: Known | None) -> Known:
    """Channel and start, which records about existing contacts can omit."""
    channel, started = record.get("channel"), record.get("started_at")
    if started:
        return Known(channel or (known.channel if known else "other"), moment("started_at", started), precise(started))
    if known is None:
        raise Wrong("external_id", record["external_id"], RejectionReason.UNKNOWN_CONTACT)
    return Known(channel or known.channel, known.started_at, known.started_precision)


def _answer(given: Record, at: int, started_at: datetime) -> tuple[str, int, datetime, str, int]:
    low, high = POINTS[given["instrument"]]
    if not low <= given["value"] <= high:
        raise Wrong(f"responses/{at}/value", given["value"], RejectionReason.SCALE)
    comment = _long(f"responses/{at}/comment", given.get("comment"))
    responded = given.get("responded_at")
    responded_at = moment(f"responses/{at}/responded_at", responded) if responded else started_at
    return given["instrument"], given["value"], responded_at, comment, precise(responded) if responded else precision.UNKNOWN


def _text(record: Record, field: str, longest: int) -> str:
    text = record.get(field) or ""
    if "\0" in text:
        raise Wrong(field, text, RejectionReason.NUL)
    plain = text.strip() if field in {"external_id", "recording_url"} else " ".join(text.split())
    if len(plain) > longest:
        raise Wrong(field, text, RejectionReason.VALUE_TOO_LONG)
    return plain


def _later(record: Record, field: str, started_at: datetime) -> datetime | None:
    """The moment if it is not before the contact, else None, as in files: then the source's clock was wrong."""
    text = record.get(field)
    found = moment(field, text) if text else None
    return found if found is None or found >= started_at else None


def _long(field: str, given: str | None) -> str:
    text = (given or "").strip()
    if "\0" in text:
        raise Wrong(field, text, RejectionReason.NUL)
    if len(text) > LONGEST_TEXT:
        raise Wrong(field, text, RejectionReason.CELL_TOO_LONG)
    return text


def moment(field: str, text: str) -> datetime:
    """The moment in a text. The UTC offset is required, because without it the moment is ambiguous."""
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            raise Wrong(field, text, RejectionReason.OFFSET_MISSING)
        found = found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Wrong(field, text, RejectionReason.MOMENT) from error
    if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
        raise Wrong(field, text, RejectionReason.MOMENT)
    return found


def precise(text: str) -> int:
    """Precision of a valid moment."""
    found = datetime.fromisoformat(text)
    return precision.of_seconds(found.hour * 3600 + found.minute * 60 + found.second)


def _cell(value: Any) -> str:
    """Field as a cell in the download of rejected records."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    return json.dumps(value, ensure_ascii=False).replace("\\u0000", "\ufffd")
