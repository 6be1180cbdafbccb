"""Files with one row for each question, of which a person chooses one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from intake.reading.profiles import Field, Profile, plain_title
from intake.reading.row_filters import kept_rows
from intake.reading.text_rows import shown

QUESTION_TITLES = {
    "question", "question id", "question name", "question text", "question title", "question type", "question code",
    "question key", "question label", "component id", "component name", "component type", "component text",
    "survey question", "survey question id", "survey question text", "field ref", "metric", "metric name", "frage",
    "fragetext", "frage id", "pregunta", "id pregunta", "question posée", "intitulé", "domanda", "vraag", "pergunta",
    "pytanie", "fråga", "spørgsmål",
}  # fmt: skip
MOST_QUESTIONS = 40


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """A question of a file: its column, its value there, and the number of rows seen."""

    column: str
    value: str
    rows: int


def has_question_column(profile: Profile, header: Sequence[str]) -> bool:
    """True if a column has a title such as question or component name."""
    return any(_is_question(profile, title) for title in header)


def several_questions(
    profile: Profile, header: Sequence[str], rows: Sequence[list[str]], *, is_whole: bool
) -> list[SurveyQuestion]:
    """Questions among which a person has to choose, because a contact has answers to several. Empty if there is no such choice.

    If these rows aren't the whole file, several questions are enough: the other answers of a contact may follow later.
    """
    kept = kept_rows(profile.rows, header, rows)
    at_id = profile.index_of(Field.EXTERNAL_ID, header)
    found = []
    for at, title in enumerate(header):
        if not _is_question(profile, title):
            continue
        counts = Counter(cells[at].strip() for cells in kept)
        del counts[""]
        if not 1 < len(counts) <= MOST_QUESTIONS:
            continue
        if at_id is None or not is_whole or _is_shared(at_id, at, kept):
            found += [SurveyQuestion(title, value, count) for value, count in counts.most_common() if shown(value) == value]
    return found


def in_words(questions: Sequence[SurveyQuestion]) -> str:
    """The questions of the first column that tells them apart, with numbers of rows, such as “metric: csat (2), nps (3)”."""
    column = questions[0].column
    values = ", ".join(f"{question.value} ({question.rows:,})" for question in questions if question.column == column)
    return f"{column}: {values}"


def _is_question(profile: Profile, title: str) -> bool:
    last = plain_title(title).replace("_", " ").rpartition(".")[2]
    return last in QUESTION_TITLES and title != profile.columns.get(Field.INSTRUMENT)


def _is_shared(at_id: int, at: int, rows: Sequence[list[str]]) -> bool:
    """True if one contact has answers to two questions."""
    first: dict[str, str] = {}
    for cells in rows:
        contact, question = cells[at_id].strip(), cells[at].strip()
        if contact and question and first.setdefault(contact, question) != question:
            return True
    return False
