"""Ratings as files write them: points, words, stars, percentages, or one number out of another."""

import re
from typing import NamedTuple

from core.folding import folded
from intake.reading.cells import NOTHING, CellReader, UnfitCell
from intake.reading.plain_numbers import NUMBER, number
from intake.reading.profiles import ASKED, POINTS, Field, Profile, Scale
from intake.reading.reasons import RejectionReason
from intake.reading.satisfaction_words import ALWAYS

# “4/5”, “4 out of 5 stars”, “5 stars”, “★★★★☆”: a rating and the highest one. Stars are out of five by default.
_STARS = r"(?:stars?|sterne?n?|étoiles?|estrellas?|stell[ae]|estrelas?|sterren|gwiazdk[ai]|stjärnor|stjerner|tähteä|hvězdičky)"
_OF = r"(?:/|out of|of|von|sur|de|di|van|z|av|af)"
_OUT_OF = re.compile(
    rf"([\d.,]{{1,12}})\s{{0,3}}(?:{_OF}\s{{0,3}}([\d.,]{{1,12}})(?:\s{{0,3}}{_STARS})?|{_STARS}|★)", re.IGNORECASE
)
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?)\s{0,3}%", re.ASCII)
_DRAWN = re.compile(r"[★⭐]*☆*")
# “5 - Very satisfied”, “5 (sehr gut)”, “5: great”: a number and what it means.
_LABELLED = re.compile(r"(\d{1,3})\s{0,3}(?:[-–—:=.)]\s{0,3}|\s(?=[(\[]))[(\[]?([^\d\s)\]][^)\]]{0,80})[)\]]?", re.ASCII)
# “Very satisfied (5)”, “Great: 5”.
_LABELLED_BEFORE = re.compile(r"([^\d(\[]{2,80}?)\s{0,3}[-–—:=(\[]\s{0,3}(\d{1,3})[)\]]?", re.ASCII)
# Lists in JSON are joined with a comma and a space.
_SEVERAL = re.compile(r"[^,;|\n]{1,60}(?:(?:, |[;|\n])[^,;|\n]{1,60}){1,50}")
STARS = 5


class Rated(NamedTuple):
    """Number of a rating, and the highest number it is out of, if the text says so."""

    value: float
    out_of: float | None = None
    label: str = ""


def rated(text: str, *, decimal_comma: bool) -> Rated:
    """The number in a rating. Raises ValueError if there is none."""
    drawn = text.replace("\ufe0f", "")
    if _DRAWN.fullmatch(drawn):
        return Rated(float(len(drawn) - drawn.count("☆")), float(len(drawn) if "☆" in drawn else STARS))
    if match := _OUT_OF.fullmatch(text):
        value, most = (number(part, decimal_comma=decimal_comma) for part in (match[1], match[2] or str(STARS)))
        return Rated(value, most)
    if match := _PERCENT.fullmatch(text):
        return Rated(float(match[1].replace(",", ".")), 100)
    if match := _LABELLED.fullmatch(text):
        return Rated(float(match[1]), None, match[2].strip())
    if match := _LABELLED_BEFORE.fullmatch(text):
        return Rated(float(match[2]), None, match[1].strip())
    return Rated(number(text, decimal_comma=decimal_comma))


def has_several(text: str) -> bool:
    """True for a list of ratings, such as “5, 9”."""
    return _SEVERAL.fullmatch(text) is not None and (any(map(str.isdigit, text)) or not folded(text).isalnum())


def is_whole(scale: Scale, value: float) -> bool:
    """False for a number between two points of the scale, such as an average. A scale of fractions, up to 1, has none."""
    return value == int(value) or scale.rounds or bool(scale.factor) or scale.highest - scale.lowest <= 1


def key_of(word: str) -> str:
    """Key of an answer, without differences that don't matter. Numbers are their own key, because of their sign."""
    return word.strip() if NUMBER.fullmatch(word.strip()) else folded(word)


def rating_reader(scale: Scale) -> CellReader:
    """Reader of ratings. Returns points of the instrument, or None if there is no response."""
    words = {key_of(word): points for word, points in scale.words.items()}
    numbers = {float(word): points for word, points in words.items() if NUMBER.fullmatch(word)}
    usual = ALWAYS if scale.instrument == "csat" and not scale.words_only else {}

    def read(text: str) -> int | None:
        key = key_of(text)
        if key in words:
            return words[key]
        if text.lower() in NOTHING:
            return None
        if key in usual:
            return usual[key]
        value = _value(text, scale)
        if value in numbers:
            return numbers[value]
        if scale.words_only or not scale.lowest <= value <= scale.highest:
            raise ValueError
        if not is_whole(scale, value):
            raise UnfitCell(Field.RATING, text, RejectionReason.NOT_WHOLE)
        return points_of(scale, value)

    return CellReader(Field.RATING, RejectionReason.SCALE, read)


def points_of(scale: Scale, value: float) -> int:
    """Points of the instrument for a number on the scale. Halves are rounded up."""
    low, high = POINTS[scale.instrument]
    if scale.factor:
        return min(high, max(low, int(value * scale.factor + 0.5)))
    if (scale.lowest, scale.highest) == (low, high):
        return int(value + 0.5)
    share = (value - scale.lowest) / (scale.highest - scale.lowest)
    return low + int(share * (high - low) + 0.5)


def _value(text: str, scale: Scale) -> float:
    """The number of a rating on the scale. Raises `UnfitCell` if it is out of another number than the scale's highest."""
    try:
        found = rated(text, decimal_comma=scale.decimal_comma)
    except ValueError:
        if has_several(text):
            raise UnfitCell(Field.RATING, text, RejectionReason.SEVERAL_RATINGS) from None
        raise
    if scale.words_only and (found.out_of is not None or found.label):
        # In such a scale numbers are words, so “out of” has no meaning.
        raise ValueError
    if found.out_of is None:
        return _agreed(found, scale)
    if found.out_of == 100 and scale.highest == 1 and "%" in text:  # noqa: PLR2004 - percent
        return found.value / 100
    if found.out_of != scale.highest:
        raise UnfitCell(Field.RATING, text, RejectionReason.OTHER_SCALE)
    return found.value


def _agreed(found: Rated, scale: Scale) -> float:
    """The number, unless a usual word beside it means other points."""
    label = folded(found.label)
    is_compared = label in ALWAYS and scale.instrument == "csat" and scale.lowest <= found.value <= scale.highest
    # A scale of grades counts downwards: “1 (very satisfied)”.
    if is_compared and ALWAYS[label] != points_of(scale, found.value):
        raise ValueError
    return found.value


def asked_reader(profile: Profile) -> CellReader:
    """Reader of survey types. Returns the instrument and a reader for its ratings, on the profile's own scale if that is for
    this instrument.
    """
    own = profile.scale
    scales = {**ASKED, own.instrument: own, **profile.asked}

    def read(text: str) -> tuple[str, CellReader]:
        scale = scales.get(text.lower())
        if scale is None:
            raise ValueError
        return scale.instrument, rating_reader(scale)

    return CellReader(Field.INSTRUMENT, RejectionReason.INSTRUMENT, read)
