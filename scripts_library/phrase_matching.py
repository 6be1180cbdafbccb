"""Harmful phrases in texts. Pure functions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# A phrase matches with any spacing, with emphasis on any word, and with either apostrophe.
_SPACES = r"[\s*_]+"
_APOSTROPHE = "['’ʼ]"


@dataclass(frozen=True, slots=True)
class Remark:
    """A harmful phrase found in a text: its position and the better wording."""

    start: int
    end: int
    found: str
    better: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text, with a remark if it is harmful."""

    text: str
    remark: Remark | None = None


def remarks(text: str, phrases: Iterable[tuple[str, str]]) -> list[Remark]:
    """The harmful phrases in the text, in order. `phrases` are pairs of a phrase and a better wording.

    Matches whole words in any case. Of overlapping matches the first one counts, and of those with one start the longest.
    """
    found = [
        Remark(match.start(), match.end(), match.group(), better)
        for phrase, better in phrases
        if (pattern := _pattern(phrase)) is not None
        for match in pattern.finditer(text)
    ]
    kept: list[Remark] = []
    for remark in sorted(found, key=lambda remark: (remark.start, -remark.end)):
        if not kept or remark.start >= kept[-1].end:
            kept.append(remark)
    return kept


def pieces(text: str, found: Iterable[Remark]) -> list[Piece]:
    """The whole text, split where remarks start and end."""
    cut, position = [], 0
    for remark in found:
        cut += [Piece(text[position : remark.start]), Piece(text[remark.start : remark.end], remark)]
        position = remark.end
    return [piece for piece in [*cut, Piece(text[position:])] if piece.text]


def _pattern(phrase: str) -> re.Pattern[str] | None:
    words = phrase.strip().rstrip(".… ").split()
    if not words:
        return None
    quoted = _SPACES.join(re.sub("['’ʼ]", _APOSTROPHE, re.escape(word)) for word in words)
    return re.compile(rf"(?<![^\W_]){quoted}(?![^\W_])", re.IGNORECASE)
