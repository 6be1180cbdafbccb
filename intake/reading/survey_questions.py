"""Columns of survey exports that depend on the survey: the question with the rating, and guesses for agent, ID and comment."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from intake.reading.cells import NOTHING
from intake.reading.profiles import Field, Scale, plain_title

KEY = "key"

# Words in the titles of questions and of data that a company adds to a survey.
_WORDS: Mapping[Field, re.Pattern[str]] = {
    Field.AGENT: re.compile(r"\b(agent|assignee|csp|advisor|representative|employee|teammate)s?\b"),
    Field.EXTERNAL_ID: re.compile(r"\b(ticket|case|conversation|interaction|call)s?\b"),
    Field.RATING: re.compile(r"\b(csat|satisf\w*|happy|rate|rating)\b"),
    Field.COMMENT: re.compile(r"\b(why|comments?|feedback|improve|better|else|reason)\b"),
}
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Cells that can be ratings: numbers up to 10 or “no answer” (-99), or at most four words.
_NUMBER, _FEW_WORDS = re.compile(r"\d|10|-99"), re.compile(r"[^\W\d]+(?: [^\W\d]+){0,3}")
# Qualtrics puts the group of an NPS answer next to the answer.
NPS_GROUP = "_nps_group"


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions of a survey whose answers are in columns by question.

    `rating` is an expression for titles of answers that are numbers, with the question as its group `key`. `marked` names a
    column about a question and the values that say that it asks about satisfaction; `options` is the column with the possible
    ratings.
    """

    rating: re.Pattern[str]
    marked: tuple[str, tuple[str, ...]] | None = None
    options: str = ""

    def keys(self, header: Sequence[str]) -> list[str]:
        """Questions that are answered with a number."""
        found = (self.rating.fullmatch(title.strip()) for title in header)
        return list(dict.fromkeys(match[KEY] for match in found if match))

    def rated(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str, bool]:
        """The question with the rating, and whether it is certain."""
        keys = self.keys(header)
        marked = [key for key in keys if self._is_marked(key, header, rows)]
        found = marked or keys
        return (found[0] if found else ""), len(found) == 1

    def scale(self, usual: Scale, key: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Scale:
        """The scale from the possible ratings of this question, if the file has them."""
        cells = values_of(self.options.replace("{key}", key), header, rows) if self.options else ()
        numbers = {float(part) for cell in cells for part in cell.split(", ") if part.isdecimal()}
        return replace(usual, lowest=min(numbers), highest=max(numbers)) if len(numbers) > 1 else usual

    def _is_marked(self, key: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
        if self.marked is None:
            return False
        title, values = self.marked
        return any(cell.lower() in values for cell in values_of(title.replace("{key}", key), header, rows))


def values_of(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Cells of this column with a value."""
    plain = [plain_title(each) for each in header]
    if plain_title(title) not in plain:
        return []
    at = plain.index(plain_title(title))
    return [row[at].strip() for row in rows if row[at].strip()]


def guessed(
    wanted: Iterable[Field], free: Sequence[str], header: Sequence[str], rows: Sequence[Sequence[str]]
) -> dict[Field, str]:
    """Columns that these fields probably have, of those that have no meaning yet."""
    found: dict[Field, str] = {}
    groups = {plain_title(title) for title in header}
    for column in wanted:
        fitting = [title for title in free if title and title not in found.values() and _says(column, title)]
        if column is Field.RATING:
            rated = [title for title in free if _is_rated(title, groups, header, rows)]
            fitting = [title for title in fitting if title in rated] or [
                title for title in rated if not any(_says(other, title) for other in _WORDS)
            ]
        elif column is Field.AGENT:
            # “How satisfied are you with the agent?” has no agent in its cells.
            fitting = [title for title in fitting if not _says(Field.RATING, title)]
        if fitting:
            found[column] = fitting[0]
    return found


def _says(column: Field, title: str) -> bool:
    plain = _HUMP.sub(" ", title).replace("_", " ").replace(".", " ").lower()
    return _WORDS[column].search(plain) is not None


def _is_rated(title: str, groups: set[str], header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """True if the cells of a column can be ratings. NPS answers and their groups are not satisfaction."""
    plain = plain_title(title)
    if plain.endswith(NPS_GROUP) or plain + NPS_GROUP in groups:
        return False
    cells = [cell for cell in values_of(title, header, rows) if cell.lower() not in NOTHING]
    if cells and all(_NUMBER.fullmatch(cell) for cell in cells):
        return True
    # Other short texts, such as names, differ in nearly every row.
    is_said = _says(Field.RATING, title) or len({*cells}) < len(cells)
    return bool(cells) and is_said and all(_FEW_WORDS.fullmatch(cell) for cell in cells)
