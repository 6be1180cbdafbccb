"""Pure functions on texts: harmful phrases, and differences between two texts."""

import difflib
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


@dataclass(frozen=True, slots=True)
class DiffPart:
    """Part of a comparison: `kind` is same, removed or added."""

    kind: str
    text: str


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


def changes(before: str, after: str) -> list[DiffPart]:
    """Words removed and added between two texts."""
    old, new = _words(before), _words(after)
    compared: list[DiffPart] = []
    for kind, old_start, old_end, new_start, new_end in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            compared.append(DiffPart("same", "".join(new[new_start:new_end])))
            continue
        if old_end > old_start:
            compared.append(DiffPart("removed", "".join(old[old_start:old_end])))
        if new_end > new_start:
            compared.append(DiffPart("added", "".join(new[new_start:new_end])))
    return compared


def _words(text: str) -> list[str]:
    return re.findall(r"\s*\S+\s*$|\s*\S+", text)


def _pattern(phrase: str) -> re.Pattern[str] | None:
    words = phrase.strip().rstrip(".… ").split()
    if not words:
        return None
    quoted = _SPACES.join(re.sub("['’ʼ]", _APOSTROPHE, re.escape(word)) for word in words)
    return re.compile(rf"(?<![^\W_]){quoted}(?![^\W_])", re.IGNORECASE)
