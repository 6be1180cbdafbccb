"""Numbers as files write them."""

import re

NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d*)?", re.ASCII)
# Thousands separators: “1,234” and “1,234.5”; with a decimal comma “1.234” and “1.234,5”.
_GROUPED, _GROUPED_COMMA = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?"), re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d*)?")


def number(text: str, *, decimal_comma: bool) -> float:
    """The number in a text. With `decimal_comma`, a comma is the decimal sign. `nan` and `inf` are invalid."""
    if decimal_comma:
        text = (text.replace(".", "") if _GROUPED_COMMA.fullmatch(text) else text).replace(",", ".")
    elif _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not NUMBER.fullmatch(text):
        raise ValueError
    return float(text)
