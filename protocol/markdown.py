"""The protocol as Markdown. All texts are escaped, so that none of them turns into a heading, a link or a table."""

import re

from django.utils.translation import gettext as _

from protocol.document import Block, Document, Paragraph, ProtocolFacts, ProtocolTable

# Characters that are markup anywhere in a line, and those that are only at its start (CommonMark with tables).
_ANYWHERE = re.compile(r"([\\`*_\[\]<|~&#])")
_AT_THE_START = re.compile(r"^([-+=>]|\d+(?=[.)]))")
_LINE_BREAK = re.compile(r"\s*[\r\n]+\s*")


def escape(text: str) -> str:
    """The text as one line of Markdown that renders as exactly these characters."""
    line = _ANYWHERE.sub(r"\\\1", _LINE_BREAK.sub(" ", text).strip())
    return _AT_THE_START.sub(_escaped_start, line)


def _escaped_start(found: re.Match[str]) -> str:
    # The mark after a number makes it a list, so the escape goes before the mark.
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"


def paragraphs(text: str) -> str:
    """Escaped paragraphs: a blank line separates them, a single line break stays one."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return "\n\n".join("\\\n".join(escape(line) for line in block.split("\n")) for block in blocks)


def render(document: Document) -> str:
    """The whole document. Sources are in brackets after each statement, at the end of facts that share one, and in the last
    column of tables.
    """
    lines = [f"# {escape(document.title)}", "", escape(document.subtitle), ""]
    lines += [f"Times are in {escape(document.zone)}. Compiled from {escape(document.record)}.", ""]
    for part in document.parts:
        lines += [f"## {escape(part.title)}", ""]
        for section in part.sections:
            lines += [f"### {escape(section.title)}", ""]
            for block in section.blocks:
                lines += [_block(block), ""]
    return "\n".join(lines).rstrip() + "\n"


def _block(block: Block) -> str:
    match block:
        case Paragraph(text, source):
            return paragraphs(text) + _note(source)
        case ProtocolFacts(rows):
            return _facts(rows, block.shared_source)
        case ProtocolTable(columns, rows, empty):
            return _table(columns, rows) if rows else escape(empty)


def _facts(rows: tuple[tuple[str, str, str], ...], shared_source: str) -> str:
    lines = [(label, escape(value) + ("" if shared_source else _note(source))) for label, value, source in rows]
    lines += [(_("Source"), escape(shared_source))] if shared_source else []
    return "\n".join(f"- **{escape(label)}:** {text}" for label, text in lines)


def _note(source: str) -> str:
    return f" \\[{escape(source)}\\]" if source else ""


def _table(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    def line(cells: tuple[str, ...]) -> str:
        return f"| {' | '.join(escape(cell) or ' ' for cell in cells)} |"

    return "\n".join([line(columns), "|" + " --- |" * len(columns), *(line(row) for row in rows)])
