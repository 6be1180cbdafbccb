"""Structure of a protocol. Plain data, so that every format has the same content and versions can be compared."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

SCHEMA = "extreme-customer-service/protocol/1"


# Keys of part A in reading order: compiled sections, written texts and ratings.
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
    """A statement with its source (``journal 12``, ``selection 1``), which is empty for texts that people wrote."""

    text: str
    source: str = ""
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class ProtocolFacts:
    """Labelled values, in order: ``(("Severity", "Critical", "crisis 4"), …)`` with the source of each."""

    rows: tuple[tuple[str, str, str], ...]
    kind: Literal["facts"] = "facts"

    @property
    def shared_source(self) -> str:
        """The source of all rows; empty if they have several, so that each is shown with its row."""
        sources = {source for _label, _value, source in self.rows}
        return sources.pop() if len(sources) == 1 else ""


@dataclass(frozen=True, slots=True)
class ProtocolTable:
    """A table. Its last column is the source of each row, set apart in every format. `empty` is shown without rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str
    kind: Literal["table"] = "table"

    @property
    def labelled_rows(self) -> list[list[tuple[str, str]]]:
        """Rows whose cells have the name of their column, for a page on a phone."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


Block = Paragraph | ProtocolFacts | ProtocolTable


@dataclass(frozen=True, slots=True)
class ProtocolSection:
    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ProtocolPart:
    """Part A (what happened) or part B (what to do next time)."""

    key: str
    title: str
    sections: tuple[ProtocolSection, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole protocol. `zone` is the time zone of its times, empty if it has none. `record`, at the foot of each page, is the
    last journal entry that it covers.
    """

    title: str
    subtitle: str
    zone: str
    record: str
    parts: tuple[ProtocolPart, ...]

    def as_json(self) -> dict[str, Any]:
        """The document as plain data, for export, storage and the renderers."""
        return {"schema": SCHEMA, **asdict(self)}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A file of a protocol. `unshown` is a text that no installed font can show; empty if there is none."""

    content: bytes
    unshown: str = ""


def document_from(data: Mapping[str, Any]) -> Document:
    """The document from the output of `Document.as_json`. Raises ValueError for another schema."""
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
    """Sections from stored plain data."""
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
