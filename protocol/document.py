"""What a protocol is made of. Plain data, so that every format says the same and two versions can be compared."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

SCHEMA = "extreme-customer-service/protocol/1"


# Part A in reading order: compiled sections, written texts and what is rated, each by its key.
ORDER_OF_PART_A = (
    "identity",
    "summary",
    "lead_up",
    "impact",
    "selection",
    "team",
    "timeline",
    "decisions",
    "scripts",
    "reviews",
    "goals",
    "went_well",
    "went_badly",
    "got_lucky",
    "surprised",
    "factors",
    "improvements",
    "recognition",
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A statement, and the record it is traceable to (``journal 12``, ``selection 1``); empty for what a person wrote."""

    text: str
    source: str = ""
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class ProtocolFacts:
    """Labelled values, in order: ``(("Severity", "Critical", "crisis 4"), …)`` with the source of each."""

    rows: tuple[tuple[str, str, str], ...]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class ProtocolTable:
    """A table whose last column, the source of each row, every format sets apart. `empty` stands in for no rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str
    kind: Literal["table"] = "table"


Block = Paragraph | ProtocolFacts | ProtocolTable


@dataclass(frozen=True, slots=True)
class ProtocolSection:
    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ProtocolPart:
    """A: what happened. B: what to do next time."""

    key: str
    title: str
    sections: tuple[ProtocolSection, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole protocol. `zone` is the zone its times are written in, `record` the head of the journal it was made from."""

    title: str
    subtitle: str
    zone: str
    record: str
    parts: tuple[ProtocolPart, ...]

    def as_json(self) -> dict[str, Any]:
        """The document as plain data, for export, for storing and for the renderers."""
        return {"schema": SCHEMA, **asdict(self)}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A file of a protocol. `unshown` is a text that no font at hand can show; empty where there is none."""

    content: bytes
    unshown: str = ""


def document_from(data: Mapping[str, Any]) -> Document:
    """Read back what `Document.as_json` wrote. Raises ValueError for another schema."""
    if data.get("schema") != SCHEMA:
        raise ValueError(f"This is not a protocol of the schema {SCHEMA}.")
    return Document(
        title=data["title"],
        subtitle=data["subtitle"],
        zone=data["zone"],
        record=data["record"],
        parts=tuple(ProtocolPart(part["key"], part["title"], sections_from(part["sections"])) for part in data["parts"]),
    )


def sections_from(rows: Sequence[Mapping[str, Any]]) -> tuple[ProtocolSection, ...]:
    """Read back sections that were stored as plain data."""
    return tuple(ProtocolSection(row["key"], row["title"], tuple(_block(block) for block in row["blocks"])) for row in rows)


def _block(data: Mapping[str, Any]) -> Block:
    match data["kind"]:
        case "paragraph":
            return Paragraph(data["text"], data["source"])
        case "facts":
            return ProtocolFacts(tuple((label, value, source) for label, value, source in data["rows"]))
        case "table":
            return ProtocolTable(tuple(data["columns"]), tuple(tuple(row) for row in data["rows"]), data["empty"])
    raise ValueError(f"A protocol has no blocks of the kind {data['kind']}.")
