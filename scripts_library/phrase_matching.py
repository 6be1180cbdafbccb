"""Phrase rules applied to texts. Pure functions.

A rule is a phrase in plain words; no regular expression is made from it. All phrases of a language are one tree, and the text
is walked through it word by word, so the work grows with the text and hardly with the number of rules.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from scripts_library.phrase_words import Word, words_of

# What "…" between two words of a phrase stands for: at most so many words.
GAP_WORDS = 4
MOST_WORDS = 12
MOST_GAPS = 3
_ELLIPSIS = re.compile(r"…|\.{3,}")


@dataclass(frozen=True, slots=True)
class PhrasePattern:
    """A phrase to avoid. `pattern` is words, with "…" for up to `GAP_WORDS` words. `language` is a code, or empty for all.

    Where one of the phrases `fine_in` overlaps it, it is fine: "policy number" makes "that's our policy number" fine.
    """

    pattern: str
    better: str
    reason: str = ""
    language: str = ""
    fine_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """A phrase to avoid that was found in a text: its position, why it upsets customers, and the better wording."""

    start: int
    end: int
    found: str
    better: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text, with a remark if it is harmful."""

    text: str
    remark: Remark | None = None


@dataclass(slots=True)
class _Node:
    """A place in the tree of phrases. `after_gap` is where a phrase goes on after "…"; `ends` are the phrases that end here."""

    by_key: dict[str, list["_Node"]] = field(default_factory=dict)
    by_keys: dict[tuple[str, ...], "_Node"] = field(default_factory=dict)
    after_gap: "_Node | None" = None
    ends: list[tuple[int, bool]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Hit:
    """A phrase found: its words from `first` up to, but not including, `last`. `is_fine` if it is one of `fine_in`."""

    first: int
    last: int
    rule: int
    is_fine: bool


def remarks(text: str, rules: Iterable[PhrasePattern], language: str = "") -> list[Remark]:
    """The phrases to avoid in the text, in order. Rules of other languages are left out; an empty language means all rules.

    Of overlapping matches the first one counts, and of those with one start the longest.
    """
    found: list[Remark] = []
    fitting = [rule for rule in rules if _fits(rule.language, language)]
    for code, group in groupby(sorted(fitting, key=lambda rule: rule.language), key=lambda rule: rule.language):
        found += _remarks_in(text, tuple(group), code)
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


def parts_of(pattern: str, language: str = "") -> list[list[Word]]:
    """The words of a phrase between its ellipses. Ellipses at its ends mean nothing."""
    parts = (words_of(part, language) for part in _ELLIPSIS.split(pattern))
    return [part for part in parts if part]


def _fits(rule_language: str, language: str) -> bool:
    return not rule_language or not language or rule_language.partition("-")[0] == language.partition("-")[0]


def _remarks_in(text: str, rules: tuple[PhrasePattern, ...], language: str) -> list[Remark]:
    words = words_of(text, language)
    hits = _hits(words, _tree(rules, language))
    fine = [hit for hit in hits if hit.is_fine]
    found = []
    for hit in hits:
        if hit.is_fine or any(_overlap(hit, other) for other in fine):
            continue
        start, end, rule = words[hit.first].start, words[hit.last - 1].end, rules[hit.rule]
        found.append(Remark(start, end, text[start:end], rule.better, rule.reason))
    return found


def _overlap(hit: _Hit, fine: _Hit) -> bool:
    return hit.rule == fine.rule and hit.first < fine.last and fine.first < hit.last


@lru_cache(maxsize=16)
def _tree(rules: tuple[PhrasePattern, ...], language: str) -> _Node:
    root = _Node()
    for number, rule in enumerate(rules):
        for pattern, is_fine in ((rule.pattern, False), *((each, True) for each in rule.fine_in)):
            _plant(root, parts_of(pattern, language), (number, is_fine))
    return root


def _plant(root: _Node, parts: list[list[Word]], end: tuple[int, bool]) -> None:
    if not parts:
        return
    node = root
    for number, part in enumerate(parts):
        if number:
            if node.after_gap is None:
                node.after_gap = _Node()
            node = node.after_gap
        for word in part:
            node = _child(node, word.keys)
    node.ends.append(end)


def _child(node: _Node, keys: tuple[str, ...]) -> _Node:
    found = node.by_keys.get(keys)
    if found is None:
        found = node.by_keys[keys] = _Node()
        for key in keys:
            node.by_key.setdefault(key, []).append(found)
    return found


def _hits(words: Sequence[Word], root: _Node) -> list[_Hit]:
    hits: list[_Hit] = []
    for first in range(len(words)):
        # Places reached, each with the number of words that may still be skipped there.
        places = {id(root): (root, 0)}
        for index in range(first, len(words)):
            if words[index].begins_part and index > first:
                break
            places = _next(places, words[index])
            if not places:
                break
            for node, _left in places.values():
                hits += [_Hit(first, index + 1, rule, is_fine) for rule, is_fine in node.ends]
            for node, _left in list(places.values()):
                if node.after_gap is not None:
                    places[id(node.after_gap)] = (node.after_gap, GAP_WORDS)
    return hits


def _next(places: dict[int, tuple[_Node, int]], word: Word) -> dict[int, tuple[_Node, int]]:
    """The places after one more word."""
    reached: dict[int, tuple[_Node, int]] = {}
    for node, left in places.values():
        for key in word.keys:
            for child in node.by_key.get(key, ()):
                reached[id(child)] = (child, 0)
        if left:
            reached[id(node)] = (node, left - 1)
    return reached
