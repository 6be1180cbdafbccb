"""Date formats that fit the cells of a column, and columns that hold dates."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from intake.reading.days import DATE_FORMATS, ISO_DAY
from intake.reading.moments import Moments
from intake.reading.profiles import DateRule
from intake.reading.zones import without_zone_in_title, zone_named

DAY_CHARACTERS = 10
# Formats whose cells could also be IDs or amounts.
NUMERIC = {"epoch", "serial"}
MOSTLY_DATES = 0.5
# One row can be that of the totals.
NEARLY_ALL_DATES = 0.8
UTC_ZONE = zone_named("UTC")

LONGEST_DATE = 60
_BEGINNING = re.compile(r"\d+(\D)?|[^\W\d_]{1,12}\.?,?\s+\d", re.DOTALL)
# Formats by the character after the first digits; “” for cells that are all digits, and “a” for those that begin with a word.
_BY_SIGN: Mapping[str, tuple[str, ...]] = {
    "": ("iso", "epoch", "serial"),
    ".": (*(style for style in DATE_FORMATS if "." in style), "%d %b %Y", "epoch", "serial"),
    ",": ("serial",),
    "-": ("iso", *(style for style in DATE_FORMATS if "-" in style)),
    "/": tuple(style for style in DATE_FORMATS if "/" in style),
    "T": ("iso",),
    " ": ("%d %b %Y",),
    "a": ("%b %d, %Y", "%a, %d %b %Y"),
}
# “1st of May 2026”, “1º de maio de 2026”.
_OTHER_SIGN = ("%d %b %Y",)

_TITLE_WORDS = re.compile(r"[^\W\d_]+")
HUMPS = re.compile(r"(?<=[a-zß-ÿ\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_DATE_WORDS = {
    "date", "dates", "datetime", "time", "timestamp", "ts", "day", "at", "on", "when", "created", "started", "start",
    "opened", "received", "datum", "zeit", "zeitpunkt", "zeitstempel", "tag", "erstellt", "beginn", "am", "heure", "jour",
    "le", "fecha", "hora", "dia", "día", "creado", "data", "ora", "giorno", "tijd", "moment", "gemaakt", "aangemaakt",
    "criado", "utworzono", "dato", "tid", "skapad", "oprettet",
}  # fmt: skip
_BEST_WORDS = {
    "created", "creation", "started", "start", "begin", "began", "beginn", "opened", "conversation", "call", "contact",
    "interaction", "ticket", "chat", "case", "erstellt", "eröffnet", "angelegt", "créé", "création", "ouvert", "début",
    "creado", "creada", "creación", "inicio", "apertura", "creato", "creazione", "inizio", "gemaakt", "aangemaakt",
    "gestart", "criado", "criação", "abertura", "início", "utworzono", "skapad", "oprettet", "opprettet",
}  # fmt: skip
_POOR_WORDS = {
    "updated", "modified", "changed", "requested", "sent", "closed", "resolved", "solved", "ended", "end", "finished",
    "completed", "submitted", "responded", "answered", "rated", "replied", "reply", "response", "exported", "synced",
    "last", "stage", "assigned", "aktualisiert", "geändert", "geschlossen", "gelöst", "modifié", "fermé", "actualizado",
    "cerrado", "modificato", "chiuso", "gewijzigd", "gesloten", "atualizado", "fechado",
}  # fmt: skip
_NEVER_WORDS = {
    "id", "expires", "expiry", "expire", "expiration", "due", "birth", "birthday", "birthdate", "born", "dob", "deleted",
    "phone", "telephone", "tel", "mobile", "number", "amount", "total", "sum", "price", "zip", "bounced",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DateReading:
    """Possible date format of a column: how many of its dates fit, how many of those are only digits, how many dates there are,
    and how many rows have none.
    """

    format: str
    fitting: int
    digits: int
    dated: int
    empty: int

    @property
    def share(self) -> float:
        return self.fitting / self.dated

    @property
    def is_number(self) -> bool:
        """True if the cells could also be IDs, sums or phone numbers."""
        return self.format in NUMERIC or self.digits == self.fitting


def date_readings(values: Iterable[str]) -> list[DateReading]:
    """Date formats that fit any of these dates, best first. If two are equally good, a person has to choose."""
    # One text per day represents all texts with the same beginning.
    days: dict[str, list[Any]] = {}
    rows = empty = 0
    for value in map(str.strip, values):
        rows += 1
        if value:
            known = days.setdefault(value if value.isdecimal() else value[:DAY_CHARACTERS], [value, 0])
            known[1] += 1
        else:
            empty += 1
    readers = {style: Moments(DateRule(date=style), UTC_ZONE) for style in DATE_FORMATS}
    fitting, digits = dict.fromkeys(DATE_FORMATS, 0), dict.fromkeys(DATE_FORMATS, 0)
    written = [(value, count) for value, count in days.values() if not ISO_DAY.match(value)]
    real = [(value, count) for value, count in days.values() if ISO_DAY.match(value)]
    for value, count in written:
        for style in _candidates(value):
            if _is_moment(readers[style], value):
                fitting[style] += count
                digits[style] += count if value.isdecimal() else 0
    # Real dates of a workbook arrive as ISO. They also fit a format that fits another row.
    for style in [style for style in DATE_FORMATS if fitting[style] or style == "iso"]:
        fitting[style] += sum(count for value, count in real if _is_moment(readers[style], value))
    readings = [
        DateReading(style, fitting[style], digits[style], rows - empty, empty) for style in DATE_FORMATS if fitting[style]
    ]
    return sorted(readings, key=lambda reading: -reading.share)


def only_reading(readings: Sequence[DateReading]) -> str | None:
    """The date format that fits more rows than any other, or None."""
    if not readings or (len(readings) > 1 and readings[1].share == readings[0].share):
        return None
    return readings[0].format


def is_date_column(title: str, readings: Sequence[DateReading]) -> bool:
    """True if the title or nearly all values speak for dates. IDs and sums are numbers too, so those need a title."""
    words = title_words(title)
    if not readings or words & _NEVER_WORDS:
        return False
    best = readings[0]
    is_titled = bool(words & _DATE_WORDS)
    return (is_titled and best.share >= MOSTLY_DATES) or (best.share >= NEARLY_ALL_DATES and not best.is_number)


def best_start(readings: Mapping[str, Sequence[DateReading]]) -> str:
    """Title of the column that most likely holds the start of the contact, or empty."""
    found = [title for title, of_column in readings.items() if is_date_column(title, of_column)]
    return min(found, key=_rank_as_start, default="")


def title_words(title: str) -> set[str]:
    """Words of a title in lower case, without its zone. `createdAt` and `created_at` have the same ones."""
    last = without_zone_in_title(title).rpartition(".")[2]
    return {word.lower() for word in _TITLE_WORDS.findall(HUMPS.sub(" ", last).replace("_", " "))}


def _rank_as_start(title: str) -> tuple[bool, bool, int]:
    words = title_words(title)
    return bool(words & _POOR_WORDS), not words & _BEST_WORDS, title.count(".")


def _candidates(value: str) -> tuple[str, ...]:
    match = _BEGINNING.match(value) if len(value) <= LONGEST_DATE else None
    if match is None:
        return ()
    return _BY_SIGN.get("a" if value[0].isalpha() else match[1] or "", _OTHER_SIGN)


def _is_moment(moments: Moments, value: str) -> bool:
    try:
        moments.of_cell(value)
    except (ValueError, OverflowError, OSError):
        return False
    return True
