"""Differences between two texts, by words. Pure functions."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

import regex
from diff_match_patch import diff_match_patch

# The search for the smallest difference ends after this many seconds. What is left over counts as replaced as a whole.
LONGEST_SEARCH = 0.2

# These scripts have no spaces between words, so each character counts as a word.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}"
_UNSPACED_CLUSTER = regex.compile(rf"[{_UNSPACED}]\X*", regex.DOTALL)
_WORD_CLUSTER = regex.compile(r"[\w'’ʼ]\X*", regex.DOTALL)
_CLUSTER = regex.compile(r"\X")
_WORDS, _SPACES, _ALONE = "words", "spaces", "alone"
# Code points above those of any plane with surrogates stand for the pieces while they are compared.
_FIRST_SIGN = 0x10000


class ChangeKind(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


_KINDS = {0: ChangeKind.SAME, -1: ChangeKind.REMOVED, 1: ChangeKind.ADDED}


@dataclass(frozen=True, slots=True)
class TextChange:
    """Part of a comparison. Same and removed parts join to the old text, same and added ones to the new text."""

    kind: ChangeKind
    text: str

    @property
    def shown(self) -> str:
        """The text with signs for changed line ends, and for changed spaces at the start of lines or on their own."""
        if self.kind is ChangeKind.SAME:
            return self.text
        lines = self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        dotted = [_dotted(line, is_indented=number > 0) for number, line in enumerate(lines)]
        return "¶\n".join(dotted)


def changes(before: str, after: str) -> list[TextChange]:
    """Words removed and added between two texts; characters in scripts without spaces. Grapheme clusters stay whole."""
    old, new = pieces(before), pieces(after)
    signs = {piece: chr(_FIRST_SIGN + number) for number, piece in enumerate(dict.fromkeys([*old, *new]))}
    meant = {sign: piece for piece, sign in signs.items()}
    differ = diff_match_patch()
    differ.Diff_Timeout = LONGEST_SEARCH
    found = differ.diff_main("".join(signs[piece] for piece in old), "".join(signs[piece] for piece in new), False)
    differ.diff_cleanupSemantic(found)
    return [TextChange(_KINDS[kind], "".join(meant[sign] for sign in part)) for kind, part in found if part]


def pieces(text: str) -> list[str]:
    """Smallest parts that a comparison keeps whole: words, spaces in a row, line ends, and other grapheme clusters."""
    parts: list[str] = []
    for kind, clusters in groupby(_CLUSTER.findall(text), key=_kind):
        found = list(clusters)
        parts += found if kind == _ALONE else ["".join(found)]
    return parts


def _kind(cluster: str) -> str:
    if cluster in {" ", "\t", "\u00a0"}:
        return _SPACES
    is_word = _WORD_CLUSTER.fullmatch(cluster) and not _UNSPACED_CLUSTER.fullmatch(cluster)
    return _WORDS if is_word else _ALONE


def _dotted(line: str, *, is_indented: bool) -> str:
    if not is_indented and line.strip(" \t"):
        return line
    kept = line.lstrip(" \t")
    return line[: len(line) - len(kept)].replace(" ", "·").replace("\t", "→") + kept
