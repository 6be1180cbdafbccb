"""Code page of 8-bit text: that of Western Europe, or of Central Europe or Greece if known words of the file are in it."""

import re

from intake.reading.satisfaction_words import ACCENTED_WORDS
from intake.reading.usual_titles import ACCENTED_TITLES

WESTERN, CENTRAL, GREEK = "cp1252", "cp1250", "cp1253"
_KNOWN = ACCENTED_TITLES | ACCENTED_WORDS
_BETWEEN_CELLS = re.compile(r"[;,\t|\"\r\n]+")
# Polish letters that look like signs, which don't stand inside words, as in “zg³oszenie”, “Micha³” and “£ukasz”. In
# “Zdenìk” a Czech letter looks like one of Italian, which only ends words.
_CENTRAL = re.compile(r"[a-zó][³¹][a-zó]|[a-z]ì[a-z]|[a-zó]{3}³|£[a-prstuwyzó]{3}|¯[a-zó]{2}")
# “Gra¿yna”. In Spanish, a question can follow without a space: “gracias¿cuándo”.
_POLISH_OR_SPANISH = re.compile(r"[a-zó]¿[a-zó]")
# “ñ” has the place of “ń”, which no vowel follows.
_WESTERN = re.compile(r"[áéíúàèòùâîôûäëïöüãõåøç]|ñ[aeiouáéíóú]", re.IGNORECASE)


def code_page_of(content: bytes) -> str:
    """The code page in which most usual titles and answers are spelled right; in a tie that of Western Europe."""
    known = {page: _known_words(content, page) for page in (WESTERN, CENTRAL, GREEK)}
    best = max(known, key=lambda page: known[page])
    is_central = known[best] == known[WESTERN] and _is_central(content.decode(WESTERN, "replace"))
    return CENTRAL if is_central else best


def _is_central(text: str) -> bool:
    """True if there are at least as many Polish and Czech letters as Western ones."""
    others = len(_WESTERN.findall(text))
    return len(_CENTRAL.findall(text)) >= max(1, others) or (not others and bool(_POLISH_OR_SPANISH.search(text)))


def _known_words(content: bytes, page: str) -> int:
    cells = _BETWEEN_CELLS.split(content.decode(page, "replace").casefold())
    return len({" ".join(cell.split()) for cell in cells} & _KNOWN)
