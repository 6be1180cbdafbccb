"""Names of months in dates, in English and other large European languages, in full and short, with or without accents."""

import re
import unicodedata

# Names by month. A word that means different months in two languages is left out.
_NAMES = (
    "january jan januar janner januari janvier janv enero ene gennaio gen janeiro stycznia styczen sty",
    "february feb februar februari fevrier fevr fev febrero febbraio fevereiro lutego luty lut",
    "march mar marz maerz mrz mars marzo marco maart mrt marts marca marzec",
    "april apr avril avr abril abr aprile kwietnia kwiecien kwi",
    "may mai mayo maggio mag maio mei maj maja",
    "june jun juni juin junio giugno giu junho czerwca czerwiec cze",
    "july jul juli juillet juil julio luglio lug julho lipca lipiec lip",
    "august aug aout agosto ago augustus augusti sierpnia sierpien sie",
    "september sep sept septembre septiembre setiembre settembre set setembro wrzesnia wrzesien wrz",
    "october oct oktober okt octobre octubre ottobre ott outubro out pazdziernika pazdziernik paz",
    "november nov novembre noviembre novembro listopada listopad lis",
    "december dec dezember dez decembre diciembre dic dicembre dezembro desember des grudnia grudzien gru",
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# “13 de octubre de 2026”, “13th of October 2026”.
_BETWEEN = {"de", "del", "of"}
_WORD = re.compile(r"[^\W\d_]+\.?")
_ORDINAL = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.(?=\s))")
_WEEKDAY = re.compile(r"[^\W\d_]+\.?,?\s+(?=\d)")


def without_weekday(text: str) -> str:
    """The date after a weekday, such as “Mo., 12. Okt. 2026”. Raises ValueError without one."""
    match = _WEEKDAY.match(text)
    if match is None:
        raise ValueError
    return text[match.end() :]


def in_english(text: str) -> str:
    """The date with a short English month, and without ordinals, commas and words between its parts."""
    words = _WORD.sub(_english, _ORDINAL.sub(r"\1", text))
    return " ".join(words.replace(",", " ").split())


def _english(match: re.Match[str]) -> str:
    plain = unicodedata.normalize("NFKD", match[0].rstrip(".").casefold())
    word = "".join(character for character in plain if not unicodedata.combining(character))
    if word in _BETWEEN:
        return ""
    return _ENGLISH[_MONTHS[word] - 1] if word in _MONTHS else match[0]
