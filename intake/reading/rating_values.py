"""Distinct values of a rating column, the scale that they show, and what keeps them from being read on a scale."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from enum import StrEnum

from intake.reading.cells import NOTHING, CellReader, UnfitCell
from intake.reading.percent_values import HIGHEST_POINT, PERCENT, are_steps, says_percent
from intake.reading.plain_numbers import has_decimal_comma
from intake.reading.profiles import POINTS, Scale
from intake.reading.ratings import Rated, has_several, is_whole, key_of, rated, rating_reader
from intake.reading.reasons import FileTrouble, Unreadable
from intake.reading.satisfaction_words import points_of_words
from intake.reading.usual_titles import ends_in, guessed_instrument, is_averaged

# With fewer rated rows, missing answers say nothing about a scale.
ENOUGH_ROWS = 5
# Words among numbers that are typing errors at most.
FEW = 0.1
MOST_LISTED = 20
LONGEST_SHOWN = 40
TOP_LISTED, ENDS_LISTED = 8, 3
# Fractions of stars, smileys and thumbs are multiples of this. Others are averages.
STEP = 0.05
CLOSE = 1e-9


class Doubt(StrEnum):
    """Reason why ratings can't be read without asking."""

    # The values show no scale.
    NO_SCALE = "no_scale"
    # The best answer of the scale was never given.
    HIGHEST_MISSING = "highest_missing"
    OUTSIDE = "outside"
    # Numbers between the points of the scale, or a title such as “average”.
    AVERAGED = "averaged"
    SEVERAL = "several"


TROUBLES: Mapping[Doubt, FileTrouble] = {
    Doubt.NO_SCALE: FileTrouble.SCALE_UNKNOWN,
    Doubt.HIGHEST_MISSING: FileTrouble.SCALE_UNKNOWN,
    Doubt.OUTSIDE: FileTrouble.RATINGS_UNKNOWN,
    Doubt.AVERAGED: FileTrouble.RATINGS_AVERAGED,
    Doubt.SEVERAL: FileTrouble.RATINGS_SEVERAL,
}


# “4,5/5” and “4,5 stars” have a decimal comma too.
_PARTS = re.compile(r"[/ ]")


@dataclass(frozen=True, slots=True)
class RatingValues:
    """Values of a rating column in the rows that were looked at, with their number of rows. `counted_by` is the title of a
    column beside it that says how many answers each row is about.
    """

    title: str = ""
    rows: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    counted_by: str = ""

    @property
    def rated(self) -> int:
        """Number of rows with a value."""
        return sum(self.counts.values())

    @property
    def decimal_comma(self) -> bool:
        return has_decimal_comma(part for text in self.counts for part in _PARTS.split(text))

    def numbers(self, *, decimal_comma: bool) -> dict[str, Rated]:
        """The numbers among the values, by their text."""
        found = {}
        for text in self.counts:
            try:
                found[text] = rated(text, decimal_comma=decimal_comma)
            except ValueError:
                continue
        return found

    def percentages(self, numbers: Mapping[str, Rated]) -> dict[str, float]:
        """The numbers that are percentages, by their text: with a sign, by the title, or beside numbers of answers."""
        plain = {text: number.value for text, number in numbers.items() if number.out_of in {None, PERCENT}}
        are_large = max(plain.values(), default=0) > HIGHEST_POINT
        is_said = are_large and (says_percent(self.title) or bool(self.counted_by))
        return {text: value for text, value in plain.items() if is_said or numbers[text].out_of == PERCENT}

    def listed(self) -> list[tuple[str, int]]:
        """All values if they are few, or else the most frequent, the lowest and the highest, in order."""
        order = self._ordered()
        if len(order) <= MOST_LISTED:
            chosen = order
        else:
            top = {text for text, _count in Counter(self.counts).most_common(TOP_LISTED)}
            ends = {*order[:ENDS_LISTED], *order[-ENDS_LISTED:]}
            chosen = [text for text in order if text in top | ends]
        return [(text, self.counts[text]) for text in chosen]

    def without(self, words: AbstractSet[str]) -> "RatingValues":
        """These values without some that are no answers."""
        keys = set(map(key_of, words))
        return replace(self, counts={text: count for text, count in self.counts.items() if key_of(text) not in keys})

    def _ordered(self) -> list[str]:
        numbers = self.numbers(decimal_comma=self.decimal_comma)
        words = sorted(set(self.counts) - numbers.keys(), key=lambda text: (-self.counts[text], text))
        return [*sorted(numbers, key=lambda text: (-numbers[text].value, text)), *words]


@dataclass(frozen=True, slots=True)
class ScaleGuess:
    """Scale that the values show. Without `ends`, lowest and highest are those of the survey type and must be asked for.
    `unknown` are words without usual points. `is_stated` if the title states the ends.
    """

    scale: Scale
    has_ends: bool = True
    unknown: tuple[str, ...] = ()
    has_sure_words: bool = True
    is_stated: bool = False


def rating_values(title: str, cells: Iterable[str], *, counted_by: str = "") -> RatingValues:
    rows, counts = 0, Counter[str]()
    for cell in cells:
        rows += 1
        if (text := cell.strip()).lower() not in NOTHING:
            counts[text] += 1
    return RatingValues(title, rows, dict(counts), counted_by)


def guessed_scale(values: RatingValues, instrument: str = "") -> ScaleGuess:
    """The scale of these values for an instrument, or for the one that the title names."""
    asked = instrument or guessed_instrument(values.title)
    low, high = POINTS[asked]
    comma = values.decimal_comma
    numbers = values.numbers(decimal_comma=comma)
    words, is_sure = points_of_words(values.counts) if asked == "csat" else ({}, True)
    words |= _labelled(numbers, asked)
    unknown = [text for text in values.counts if text not in numbers and text not in words and not has_several(text)]
    unknown.sort(key=lambda text: -values.counts[text])
    plain = {text: number for text, number in numbers.items() if text not in words}
    are_percentages = bool(plain) and len(values.percentages(plain)) == len(plain)
    stated = ends_in(values.title) or ((0, PERCENT) if are_percentages else None)
    ends = stated or (_ends(plain, values, asked) if plain else (float(low), float(high)))
    lowest, highest = ends or (low, high)
    return ScaleGuess(
        Scale(instrument=asked, lowest=lowest, highest=highest, words=words, decimal_comma=comma),
        has_ends=ends is not None,
        unknown=tuple(unknown),
        has_sure_words=is_sure,
        is_stated=ends_in(values.title) is not None,
    )


def doubt_about(scale: Scale, values: RatingValues, *, is_settled: bool = False) -> tuple[Doubt, list[str]] | None:
    """The most important reason why these values can't be read on the scale without asking, with the values concerned, or
    None. A scale that is settled can have a highest rating that no one gave.
    """
    read = rating_reader(scale)
    several = [text for text in values.counts if has_several(text) and _unfit(read, text)]
    if several and _share(several, values) > 1 / 2:
        return Doubt.SEVERAL, several
    numbers = values.numbers(decimal_comma=scale.decimal_comma)
    words = {key_of(word) for word in scale.words}
    on_scale = {text: _on(scale, number) for text, number in numbers.items() if key_of(text) not in words}
    if averaged := _averaged(scale, values, numbers, on_scale):
        return Doubt.AVERAGED, averaged
    if outside := [text for text in values.counts if _unfit(read, text)]:
        return Doubt.OUTSIDE, outside
    rated_rows = sum(values.counts[text] for text in on_scale)
    if not is_settled and not scale.words_only and rated_rows >= ENOUGH_ROWS and max(on_scale.values()) < scale.highest:
        return Doubt.HIGHEST_MISSING, []
    return None


def doubt_of_guess(guess: ScaleGuess, values: RatingValues) -> tuple[Doubt, list[str]] | None:
    """The reason why the guessed scale can't be used without asking, or None. A few typing errors are no reason: their rows
    are rejected.
    """
    if not guess.has_sure_words:
        return Doubt.NO_SCALE, []
    found = doubt_about(guess.scale, values, is_settled=guess.is_stated)
    if found is not None and found[0] in {Doubt.AVERAGED, Doubt.SEVERAL}:
        return found
    if not guess.has_ends:
        return Doubt.NO_SCALE, []
    if found is None:
        return None
    numbers = values.numbers(decimal_comma=guess.scale.decimal_comma)
    are_typing_errors = found[0] == Doubt.OUTSIDE and not set(found[1]) & numbers.keys() and _share(found[1], values) <= FEW
    return None if are_typing_errors else found


def _share(texts: Sequence[str], values: RatingValues) -> float:
    return sum(values.counts[text] for text in texts) / values.rated


def _unfit(read: CellReader, text: str) -> bool:
    try:
        read[text]
    except UnfitCell:
        return True
    return False


def _is_odd_fraction(scale: Scale, value: float) -> bool:
    if scale.rounds or scale.factor or scale.highest > 1:
        return False
    steps = value / STEP
    return abs(steps - round(steps)) > CLOSE


def _averaged(scale: Scale, values: RatingValues, numbers: Mapping[str, Rated], on_scale: Mapping[str, float]) -> list[str]:
    """Ratings that are averages, sums or shares of several answers."""
    between = [text for text, value in on_scale.items() if not is_whole(scale, value) or _is_odd_fraction(scale, value)]
    if between or scale.rounds:
        return between
    return _shares(values, numbers) or (list(on_scale) if is_averaged(values.title) else [])


def _shares(values: RatingValues, numbers: Mapping[str, Rated]) -> list[str]:
    """Percentages that are shares of several answers: not on a few fixed steps, or beside numbers of answers."""
    found = values.percentages(numbers)
    return list(found) if found and (values.counted_by or not are_steps(found.values())) else []


def _on(scale: Scale, number: Rated) -> float:
    return number.value / PERCENT if number.out_of == PERCENT and scale.highest == 1 else number.value


def _labelled(numbers: Mapping[str, Rated], instrument: str) -> dict[str, int | None]:
    """Points of values such as “1 (very good)” whose words mean something else than their numbers, as school grades do."""
    if instrument != "csat":
        return {}
    labels = {text: number.label for text, number in numbers.items() if number.label}
    points, _is_sure = points_of_words(labels.values())
    said = {text: points[label] for text, label in labels.items() if label in points}
    return said if any(meant != numbers[text].value for text, meant in said.items()) else {}


def _ends(numbers: Mapping[str, Rated], values: RatingValues, instrument: str) -> tuple[float, float] | None:
    """Lowest and highest rating, if the values leave no doubt."""
    found = {number.value for number in numbers.values()}
    out_of = {number.out_of for number in numbers.values()}
    most = next(iter(out_of)) if len(out_of) == 1 else None
    if instrument != "csat":
        low, high = POINTS[instrument]
        return (low, high)
    if most is not None:
        return (0 if 0 in found else 1, most)
    if any(value != int(value) for value in found):
        return _ends_of_fractions(found)
    return _ends_of_points(found, values.rated)


def _ends_of_points(found: set[float], rows: int) -> tuple[float, float] | None:
    lowest, highest = min(found), max(found)
    if found == {0, 1}:
        return (0, 1)
    if lowest >= 1 and (highest == 5 or (highest < 5 and rows < ENOUGH_ROWS)):  # noqa: PLR2004 - stars
        return (1, 5)
    if lowest >= 0 and highest in {10, PERCENT}:
        return (0 if lowest == 0 or highest == PERCENT else 1, highest)
    return None


def _ends_of_fractions(found: set[float]) -> tuple[float, float] | None:
    lowest, highest = min(found), max(found)
    if lowest >= 0 and highest == 1:
        return (0, 1)
    # Half stars or averages, about which the page asks.
    return (1, 5) if lowest >= 1 and highest <= 5 else None  # noqa: PLR2004 - stars


def sure_scale(values: RatingValues) -> Scale:
    """The scale of these values, for reading them without asking. Raises `Unreadable` if they leave doubt."""
    guess = guessed_scale(values)
    found = doubt_of_guess(guess, values)
    if found is None:
        return guess.scale
    raise _refusal(*found, values)


def refuse_unfit(scale: Scale, values: RatingValues) -> None:
    """Raise `Unreadable` if more than a few of these values are outside a known scale. Its title was settled with it."""
    found = doubt_about(scale, replace(values, title=""), is_settled=True) if values.rated else None
    if found is not None and _share(found[1], values) > FEW:
        raise _refusal(*found, values)


def _refusal(doubt: Doubt, texts: Sequence[str], values: RatingValues) -> Unreadable:
    """The refusal of values, with the number of rows of each."""
    named = {text: values.counts[text] for text in texts} if texts else dict(values.listed())
    shown = ", ".join(f"{text[:LONGEST_SHOWN]} ({count})" for text, count in list(named.items())[:MOST_LISTED])
    return Unreadable(TROUBLES[doubt], f"{values.title}: {shown}")
