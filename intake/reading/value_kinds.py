"""Kinds of values, as far as their form shows them: dates, numbers and other texts."""

import re
from collections.abc import Sequence

DATE, NUMBER, WORDS = "date", "number", "words"
# Share of the cells of a column that decide what it holds.
NEARLY_ALL = 0.95

# Day, month and year, or the other way round. Names of months are English, as in all dates.
_DAYS = (
    r"\d{4}([-/.])\d{1,2}\1\d{1,2}",
    r"\d{1,2}([-/.])\d{1,2}\2(?:\d{4}|\d{2})",
    r"\d{1,2}[-/ .]+[A-Z][a-z]{2,8}[-/ .]+(?:\d{4}|\d{2})",
    r"(?:[A-Z][a-z]{2}, )?(?:[A-Z][a-z]{2,8} \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}),? \d{4}",
    r"\d{8}T\d{6}",
)
_DATE = re.compile(f"(?:{'|'.join(_DAYS)})(?:[T, ].*)?", re.DOTALL)
_NUMBER = re.compile(r"[-+]?\d{1,20}(?:[.,]\d{1,20})*\s*%?")
# Seconds or milliseconds since 1970, from 2001 to 2096.
_MOMENT = re.compile(r"[1-3]\d{9}(?:\d{3})?")


def is_date(text: str) -> bool:
    """True if a text has the form of a date, with or without a time, or of seconds since 1970."""
    plain = text.strip()
    return _DATE.fullmatch(plain) is not None or _MOMENT.fullmatch(plain) is not None


def is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text.strip()) is not None


def kind_of(text: str) -> str:
    """The kind of a text: a date, a number, or words."""
    return DATE if is_date(text) else NUMBER if is_number(text) else WORDS


def kind_of_all(texts: Sequence[str]) -> str:
    """The kind of nearly all of these texts. Empty if they are of several kinds."""
    kinds = [kind_of(text) for text in texts if text.strip()]
    return next((kind for kind in (DATE, NUMBER, WORDS) if kinds and kinds.count(kind) >= NEARLY_ALL * len(kinds)), "")
