"""The terms of `docs/glossary.md`, for the help page and for links from the terms on other pages."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.text import slugify
from markdown_it import MarkdownIt

FILE = "docs/glossary.md"
COLUMNS = ("term", "meaning", "not")
PROJECT_DIR = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A term as the glossary writes it, and its meaning. Both are messages, to be translated where they are shown."""

    name: str
    meaning: str

    @property
    def anchor(self) -> str:
        """Where the help page explains it."""
        return slugify(self.name)


@dataclass(frozen=True, slots=True)
class GlossarySection:
    title: str
    terms: tuple[GlossaryTerm, ...]


@cache
def glossary() -> tuple[GlossarySection, ...]:
    """The sections of the glossary in their order."""
    return sections_of((PROJECT_DIR / FILE).read_text(encoding="utf-8"))


def sections_of(text: str) -> tuple[GlossarySection, ...]:
    """The sections of a glossary in Markdown: headings, each with a table of terms, meanings and words to avoid.

    Raises ValueError for a table with other columns.
    """
    tokens = iter(MarkdownIt("commonmark").enable("table").parse(text))
    sections: list[GlossarySection] = []
    title, cells = "", list[str]()
    for token in tokens:
        if token.type == "heading_open" and token.tag == "h2":
            title = next(tokens).content
        elif token.type == "table_open":
            cells = []
        elif token.type in {"th_open", "td_open"}:
            cells.append(next(tokens).content)
        elif token.type == "table_close":
            if tuple(cells[:3]) != COLUMNS or len(cells) % len(COLUMNS):
                raise ValueError(f"The table of “{title}” in {FILE} needs the columns {COLUMNS}.")
            sections.append(GlossarySection(title, tuple(map(GlossaryTerm, cells[3::3], cells[4::3]))))
    return tuple(sections)


def term(name: str) -> GlossaryTerm:
    """Raises KeyError if the glossary has no such term."""
    return {term.name: term for section in glossary() for term in section.terms}[name]
