"""Units of durations in column titles."""

import re
from collections.abc import Mapping

# Without words that also mean something else: “second” and “timer”.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "milliseconds": ("ms", "msec", "millis", "millisecond", "milliseconds", "millisekunden", "millisecondes", "milisegundos"),
    "seconds": (
        "sec", "secs", "seconds", "sek", "sekunden", "secondes", "seconden", "segundos", "seg", "secondi", "sekundy",
        "sekund", "sekunder",
    ),
    "minutes": (
        "min", "mins", "minute", "minutes", "minuten", "minuto", "minutos", "minuti", "minuut", "mn", "minuty", "minut",
        "minuter", "minutter",
    ),
    "hours": (
        "h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "heure", "heures", "hora", "horas", "ora", "ore",
        "uur", "uren", "godziny", "godzin", "timmar",
    ),
    "days": (
        "day", "days", "tag", "tage", "tagen", "jour", "jours", "dia", "dias", "día", "días", "giorni", "dagen", "dni", "dagar",
        "dage",
    ),
}  # fmt: skip
_UNIT_OF = {word: unit for unit, words in _WORDS.items() for word in words}
# Letters that are units only in brackets.
_IN_BRACKETS = {"s": "seconds", "m": "minutes", "d": "days"}
_BRACKETS = re.compile(r"[(\[]\s*(?:in\s+)?([^()\[\]]+?)\s*[)\]]")
_HUMPS = re.compile(r"(?<=[a-z\d])(?=[A-Z])")
_TITLE_WORDS = re.compile(r"[^\W\d_]+")


def unit_in_title(title: str) -> str:
    """The unit that a title names, such as minutes for “first reply (min)”, or empty. One in brackets counts first."""
    for text in reversed(_BRACKETS.findall(title)):
        word = text.lower().rstrip(".")
        if unit := _UNIT_OF.get(word) or _IN_BRACKETS.get(word):
            return unit
    words = [word.lower() for word in _TITLE_WORDS.findall(_HUMPS.sub(" ", title).replace("_", " "))]
    return next((_UNIT_OF[word] for word in reversed(words) if word in _UNIT_OF), "")


def without_unit_in_title(title: str) -> str:
    """The title without a unit in brackets or at its end, such as “first reply” for “first reply (min)”."""
    for text in reversed(_BRACKETS.findall(title)):
        word = text.lower().rstrip(".")
        if word in _UNIT_OF or word in _IN_BRACKETS:
            return " ".join(_BRACKETS.sub("", title).split())
    words = title.replace("_", " ").split()
    if len(words) > 1 and words[-1].lower().rstrip(".") in _UNIT_OF:
        words.pop()
        if len(words) > 1 and words[-1].lower() == "in":
            words.pop()
    return " ".join(words)
