"""Percentages in a rating column: answers on a few fixed steps, or shares of satisfied customers, which are no answers."""

import re
from collections.abc import Collection, Iterable, Sequence

from core.folding import folded

PERCENT = 100
# Answers on a scale of 2, 3, 4, 5, 6, 7, 10 or 11 points, in percent. Thirds, sixths and ninths are rounded or cut off.
EXACT, ROUNDED, CLOSE = (1, 2, 4, 5, 10), (3, 6, 9), 0.7
# Numbers above this are no stars or points.
HIGHEST_POINT = 10

_PERCENT_TITLE = re.compile(
    r".*\b(?:percent\w*|pct|prozent\w*|pourcent\w*|porcent\w*|por ciento|porciento|percentu\w*|procent\w*|prosent\w*|"
    r"szazalek\w*|"
    r"ποσοστο|satisfaction rate|positive rate|zufriedenheitsquote|zufriedenheitsrate|taux de satisfaction|"
    r"tasa de satisfaccion|tasso di soddisfazione|taxa de satisfacao|tevredenheidspercentage)\b.*"
)
_COUNTED = (
    r"(?:responses?|surveys?|ratings?|answers?|respondents?|bewertungen|antworten|umfragen|rucklaufe?r?|reponses|evaluations|"
    r"enquetes|respuestas|encuestas|valoraciones|risposte|sondaggi|valutazioni|respostas|pesquisas|avaliacoes|reacties|"
    r"beoordelingen|enquetes|odpowiedzi|ankiety|oceny|svar|enkater|besvarelser|vastaukset|vastauksia|odpovedi|hodnoceni|"
    r"raspunsuri|evaluari|απαντησεις|valaszok|ertekelesek)"
)
_COUNT_TITLE = re.compile(
    rf"(?:(?:survey|total|csat|number of|no of|count of|rated|anzahl(?: der)?|zahl der|nombre de|numero de|numero di|"
    rf"aantal|liczba|antal|antall|pocet|numar de|lukumaara) )*(?:{_COUNTED})(?: (?:count|received|total|rated|n))?|n|"
    rf"count|anzahl"
)


def says_percent(title: str) -> bool:
    """True if a title says that the column has percentages or rates."""
    return "%" in title or _PERCENT_TITLE.fullmatch(folded(title)) is not None


def are_steps(numbers: Collection[float]) -> bool:
    """True if these percentages are a few fixed steps, such as 0, 25, 50, 75 and 100."""
    exact = any(all(number * parts % PERCENT == 0 for number in numbers) for parts in EXACT)
    return exact or any(all(_is_near(number, parts) for number in numbers) for parts in ROUNDED)


def counting_column(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Title of a column with numbers of answers, which shows that each row is about several. Empty if there is none."""
    return next(
        (
            title
            for at, title in enumerate(header)
            if _COUNT_TITLE.fullmatch(folded(title)) and _are_counts(row[at].strip() for row in rows)
        ),
        "",
    )


def _is_near(number: float, parts: int) -> bool:
    step = PERCENT / parts
    return abs(number - round(number / step) * step) < CLOSE


def _are_counts(cells: Iterable[str]) -> bool:
    found = [cell.replace(".", "").replace(",", "") for cell in cells if cell]
    return bool(found) and all(cell.isdecimal() for cell in found) and any(cell not in {"0", "1"} for cell in found)
