"""Ratings as files write them: points, words, stars, or one number out of another."""

import re
from collections.abc import Mapping

from intake.reading.cells import NOTHING, CellReader, UnfitCell
from intake.reading.plain_numbers import NUMBER, number
from intake.reading.profiles import ASKED, POINTS, Field, Scale
from intake.reading.reasons import RejectionReason

# “4/5”, “4 out of 5 stars”, “5 stars”, “★★★★☆”: a rating and the highest one. Stars are out of five by default.
_OUT_OF = re.compile(
    r"([\d.,]{1,12})\s{0,3}(?:(?:/|out of|of|von|sur)\s{0,3}([\d.,]{1,12})(?:\s{0,3}stars?)?|stars?|★)", re.IGNORECASE
)
_DRAWN = re.compile(r"[★⭐]*☆*")
STARS = 5


def rating_reader(scale: Scale) -> CellReader:
    """Reader of ratings. Returns points of the instrument, or None if there is no response."""
    low, high = POINTS[scale.instrument]
    words = {word.lower(): points for word, points in scale.words.items()}
    numbers = {float(word): points for word, points in words.items() if NUMBER.fullmatch(word)}

    def read(text: str) -> int | None:
        if text.lower() in words:
            return words[text.lower()]
        if text.lower() in NOTHING:
            return None
        value = _rated(text, scale)
        if value in numbers:
            return numbers[value]
        if scale.words_only or not scale.lowest <= value <= scale.highest:
            raise ValueError
        if scale.factor:
            return min(high, max(low, int(value * scale.factor + 0.5)))
        if (scale.lowest, scale.highest) == (low, high):
            if value != int(value):
                raise ValueError
            return int(value)
        share = (value - scale.lowest) / (scale.highest - scale.lowest)
        return low + int(share * (high - low) + 0.5)

    return CellReader(Field.RATING, RejectionReason.SCALE, read)


def _rated(text: str, scale: Scale) -> float:
    """The number of a rating. Raises `UnfitCell` if it is out of another number than the scale's highest."""
    drawn = text.replace("\ufe0f", "")
    match, is_drawn = _OUT_OF.fullmatch(text), _DRAWN.fullmatch(drawn)
    if scale.words_only and (match or is_drawn):
        # In such a scale numbers are words, so “out of” has no meaning.
        raise ValueError
    if is_drawn:
        value, most = float(len(drawn) - drawn.count("☆")), float(len(drawn) if "☆" in drawn else STARS)
    elif match:
        value, most = (number(part, decimal_comma=scale.decimal_comma) for part in (match[1], match[2] or str(STARS)))
    else:
        return number(text, decimal_comma=scale.decimal_comma)
    if most != scale.highest:
        raise UnfitCell(Field.RATING, text, RejectionReason.OTHER_SCALE)
    return value


def asked_reader(own: Mapping[str, Scale]) -> CellReader:
    """Reader of survey types. Returns the instrument and a reader for its ratings. `own` are the source's own types."""
    scales = own or ASKED

    def read(text: str) -> tuple[str, CellReader]:
        scale = scales.get(text.lower())
        if scale is None:
            raise ValueError
        return scale.instrument, rating_reader(scale)

    return CellReader(Field.INSTRUMENT, RejectionReason.INSTRUMENT, read)
