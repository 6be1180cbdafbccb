"""Numbers as files write them."""

import re
from collections.abc import Iterable

NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d*)?", re.ASCII)
# Thousands separators: “1,234” and “1,234.5”; with a decimal comma “1.234” and “1.234,5”.
_GROUPED, _GROUPED_COMMA = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?"), re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d*)?")

# “1,234” can be more than a thousand; these can't.
_DECIMAL_COMMA = re.compile(r"\d+,(?:\d{1,2}|\d{4,})|\d{1,3}(?:\.\d{3})+,\d+", re.ASCII)


def has_decimal_comma(values: Iterable[str]) -> bool:
    """True if one of these texts can only be a number with a decimal comma."""
    return any(_DECIMAL_COMMA.fullmatch(value.strip()) for value in values)


def number(text: str, *, decimal_comma: bool) -> float:
    """The number in a text. With `decimal_comma`, a comma is the decimal sign. `nan` and `inf` are invalid."""
    if decimal_comma:
        text = (text.replace(".", "") if _GROUPED_COMMA.fullmatch(text) else text).replace(",", ".")
    elif _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not NUMBER.fullmatch(text):
        raise ValueError
    return float(text)
