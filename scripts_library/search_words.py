"""Words of texts and of hurried queries, and how alike two words are. Pure functions."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from core.folding import folded

LONGEST_WORD = 40
# Letters at the beginning of a word that are compared with typing errors in mind.
COMPARED_LETTERS = 7
# Words from this length match with one typing error, and with two from the compared length.
SHORTEST_WITH_ERROR = 4
# Letters after which a typed word is more than another form of the word it begins with.
LONGEST_ENDING = 4
# Blocks of Unicode whose texts have no spaces between words: Thai to Myanmar, Khmer, and the scripts of China and Japan.
_UNSPACED = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3005, 0x3006), (0x3040, 0x30FF), (0x3400, 0x9FFF))
_UNSPACED_FAR = (0x20000, 0x323AF)
# Devanagari to Malayalam and Sinhala: their vowels are marks, which folding would drop.
_MARKED = (0x0900, 0x0DFF)
_SHORTENED = re.compile(r"(?<=\w)['’ʼ](?=(?:t|s|re|ll|ve|d|m)\b)")

EXACT, BEGUN, LONGER_TYPED, ONE_ERROR, SAME_BEGINNING, BEGUN_WITH_ERROR, TWO_ERRORS = 1.0, 0.9, 0.85, 0.8, 0.75, 0.65, 0.6


def search_tokens(text: str) -> list[str]:
    """The words of a text in order, without case and accents. Scripts without spaces give pairs of neighbouring letters."""
    found: list[str] = []
    for word in _words(unicodedata.normalize("NFC", text.casefold())):
        for run, is_unspaced in _runs(word):
            if is_unspaced:
                found += [run[at : at + 2] for at in range(max(1, len(run) - 1))]
            else:
                plain = run if _is_marked(run) else folded(run).replace(" ", "")
                found += [plain[:LONGEST_WORD]] if plain else []
    return found


def is_unspaced(token: str) -> bool:
    """True for a token of a script that is written without spaces."""
    return any(start <= ord(sign) <= end for sign in token for start, end in (*_UNSPACED, _UNSPACED_FAR))


def _words(text: str) -> Iterator[str]:
    # “can't” is one word; “l'eau” is two.
    joined = _SHORTENED.sub("", text)
    return iter("".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in joined).split())


def _runs(word: str) -> Iterator[tuple[str, bool]]:
    """The word in pieces of one kind: with or without spaces between words."""
    start = 0
    for at in range(1, len(word) + 1):
        if at == len(word) or is_unspaced(word[at]) != is_unspaced(word[start]):
            yield word[start:at], is_unspaced(word[start])
            start = at


def _is_marked(word: str) -> bool:
    return any(_MARKED[0] <= ord(sign) <= _MARKED[1] for sign in word)


@lru_cache(maxsize=50_000)
def signatures(word: str) -> frozenset[str]:
    """Keys that a word shares with words of a similar beginning: its first letters, also without one or two of them.

    Two words with a common key differ there by a missing, extra, wrong or moved letter (Garbe's symmetric deletes, 2012).
    """
    begun = word[:COMPARED_LETTERS]
    if len(word) < SHORTEST_WITH_ERROR or is_unspaced(word):
        return frozenset([begun])
    errors = 2 if len(begun) == COMPARED_LETTERS else 1
    return frozenset(_without(begun, errors))


def _without(word: str, letters: int) -> Iterator[str]:
    """The word, and the word without up to this many of its letters."""
    for number in range(letters + 1):
        for left_out in combinations(range(len(word)), number):
            yield "".join(sign for at, sign in enumerate(word) if at not in left_out)


def _is_one_error(typed: str, word: str) -> bool:
    if abs(len(typed) - len(word)) > 1 or min(len(typed), len(word)) < SHORTEST_WITH_ERROR - 1:
        return False
    return not set(_without(typed, 1)).isdisjoint(_without(word, 1))


@lru_cache(maxsize=50_000)
def likeness(typed: str, word: str) -> float:
    """How likely the typed word means this word: 1 if they are equal, 0 if they have nothing in common."""
    if typed == word:
        return EXACT
    if word.startswith(typed):
        return BEGUN
    if min(len(typed), len(word)) < SHORTEST_WITH_ERROR - 1 or is_unspaced(word):
        return 0
    if typed.startswith(word) and len(word) >= SHORTEST_WITH_ERROR and len(typed) - len(word) <= LONGEST_ENDING:
        return LONGER_TYPED
    if _is_one_error(typed, word):
        return ONE_ERROR
    return _loose_likeness(typed, word)


def _loose_likeness(typed: str, word: str) -> float:
    common = next((at for at, (one, other) in enumerate(zip(typed, word, strict=False)) if one != other), 0)
    # Three fifths: “cancelled” and “cancelling”, but not “contract” and “contact”.
    if common >= SHORTEST_WITH_ERROR and common * 5 >= max(len(typed), len(word)) * 3:
        return SAME_BEGINNING
    if len(word) > len(typed) and any(_is_one_error(typed, word[: len(typed) + more]) for more in (0, 1)):
        return BEGUN_WITH_ERROR
    is_close = abs(len(typed) - len(word)) <= 2 and not signatures(typed).isdisjoint(signatures(word))  # noqa: PLR2004 - as many errors as signatures allow
    return TWO_ERRORS if is_close else 0


def split_into(token: str, known: Iterable[str]) -> list[str]:
    """The token as the fewest known words that it is made of without spaces; empty if there are none."""
    words = frozenset(known)
    best: list[list[str] | None] = [[]]
    for end in range(1, len(token) + 1):
        options = [
            [*before, token[start:end]]
            for start in range(end)
            if (before := best[start]) is not None and token[start:end] in words
        ]
        best.append(min(options, key=len, default=None))
    return best[-1] or []


def known_end(token: str, known: Iterable[str]) -> tuple[str, str] | None:
    """The longest known word that the token begins or ends with, and the rest of the token; None if there is none."""
    ends = [
        (word, token.removeprefix(word) if token.startswith(word) else token.removesuffix(word))
        for word in known
        if len(word) >= SHORTEST_WITH_ERROR and (token.startswith(word) or token.endswith(word))
    ]
    fitting = [(word, rest) for word, rest in ends if len(rest) >= SHORTEST_WITH_ERROR - 1]
    return max(fitting, key=lambda pair: len(pair[0]), default=None)


def joined_likeness(typed: str, words: Sequence[str]) -> float:
    """How likely the typed word is two of these words without a space between them, mistyped or cut."""
    best = 0.0
    for cut in range(SHORTEST_WITH_ERROR - 1, len(typed) - SHORTEST_WITH_ERROR + 2):
        first, second = typed[:cut], typed[cut:]
        parts = [max((likeness(part, word) for word in words), default=0) for part in (first, second)]
        if all(parts):
            best = max(best, (parts[0] * len(first) + parts[1] * len(second)) / len(typed))
    return best


def squashed(text: str) -> str:
    """The words of a text without the spaces between them, for comparing texts whose spaces are wrong."""
    return "".join(search_tokens(text))
