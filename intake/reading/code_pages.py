"""Code page of 8-bit text: that of Western Europe, or of Central Europe or Greece if known words of the file are in it."""

import re

from intake.reading.satisfaction_words import ACCENTED_WORDS
from intake.reading.usual_titles import ACCENTED_TITLES

WESTERN, CENTRAL, GREEK = "cp1252", "cp1250", "cp1253"
_KNOWN = ACCENTED_TITLES | ACCENTED_WORDS
_BETWEEN_CELLS = re.compile(r"[;,\t|\"\r\n]+")
# “zg³oszenie”, “Micha³”, “£ukasz”: Polish letters that look like signs, which don't stand inside words.
_SIGNS_IN_WORDS = re.compile(r"[a-zó][³¹¿][a-zó]|[a-zó]{3}³|£[a-zó]{3}|¯[a-zó]{2}")


def code_page_of(content: bytes) -> str:
    """The code page in which most usual titles and answers are spelled right; in a tie that of Western Europe."""
    known = {page: _known_words(content, page) for page in (WESTERN, CENTRAL, GREEK)}
    best = max(known, key=lambda page: known[page])
    is_polish = known[best] == known[WESTERN] and _SIGNS_IN_WORDS.search(content.decode(WESTERN, "replace").casefold())
    return CENTRAL if is_polish else best


def _known_words(content: bytes, page: str) -> int:
    cells = _BETWEEN_CELLS.split(content.decode(page, "replace").casefold())
    return len({" ".join(cell.split()) for cell in cells} & _KNOWN)
