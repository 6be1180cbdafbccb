"""Columns that seem to hold ratings by their values, for a suggestion when none is chosen."""

from collections.abc import Sequence

from intake.reading.column_guesses import are_ratings
from intake.reading.date_readings import title_words
from intake.reading.plain_numbers import has_decimal_comma, number
from intake.reading.satisfaction_words import grade_of

# Titles that fit ratings as well as other values.
NEUTRAL = {"answer", "answers", "rate", "rated", "value", "response", "result", "points", "vote", "mark", "reply", "stars"}
# Small numbers that are no ratings.
COUNTS = {
    "count", "number", "no", "id", "priority", "level", "transfers", "attempts", "messages", "replies", "calls", "contacts",
    "seconds", "minutes", "hours", "days", "time", "duration", "age", "month", "week", "day", "hour", "year", "line", "version",
}  # fmt: skip
# Highest points of usual scales. Fewer different values may be anything.
HIGHEST, DIFFERENT = (5, 7, 10), 3
MOST = 100


def may_be_ratings(title: str, values: Sequence[str]) -> bool:
    """True for words of satisfaction, faces and stars; for numbers under a title that says nothing else; and for whole numbers
    that reach the end of a usual scale.
    """
    given = [text for value in values if (text := value.strip())]
    words = title_words(title)
    if not given or words & COUNTS:
        return False
    numbers = _numbers(given)
    if numbers is None:
        # A single word, such as “y”, can mean anything.
        return len(set(given)) > 1 and (are_ratings(given) or all(grade_of(text) is not None for text in set(given)))
    if words & NEUTRAL:
        return max(numbers) <= MOST and min(numbers) >= 0
    is_whole = all(number.is_integer() for number in numbers)
    return is_whole and min(numbers) >= 0 and max(numbers) in HIGHEST and len(set(numbers)) >= DIFFERENT


def _numbers(texts: Sequence[str]) -> list[float] | None:
    """The numbers, or None if one of the texts is none."""
    decimal_comma = has_decimal_comma(texts)
    try:
        return [number(text, decimal_comma=decimal_comma) for text in texts]
    except ValueError:
        return None
