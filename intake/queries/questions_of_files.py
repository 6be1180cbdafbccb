"""Questions that the ratings of published files answer, and which of them are different ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations

from django.contrib.postgres.aggregates import ArrayAgg

from intake.models import Import, ImportKind
from intake.queries.rated_questions import ROWS_OF_A_QUESTION, read_question
from intake.rated_questions import RatedQuestion
from intake.reading.profiles import plain_title


@dataclass(frozen=True, slots=True)
class QuestionsOfFiles:
    """Numbers of questions by import, and pairs of numbers of different questions, both ways. Imports without a number, such as
    those from an API, may answer any question.
    """

    numbers: Mapping[int, int] = field(default_factory=dict)
    apart: Sequence[tuple[int, int]] = ()


def questions_of_files() -> QuestionsOfFiles:
    """Questions of all files whose ratings are published, or are being published or undone."""
    states = [Import.State.PUBLISHED, Import.State.PUBLISHING, Import.State.UNDOING]
    files = Import.objects.filter(kind=ImportKind.FEEDBACK, state__in=states, token=None, endpoint=None)
    rows = files.filter(counts__with_rating__gt=0).values_list(*ROWS_OF_A_QUESTION, "layout__header")
    places: dict[str, int] = {}
    found: list[tuple[RatedQuestion, set[str]]] = []
    numbers: dict[int, int] = {}
    for *stored, header, pks in rows.annotate(pks=ArrayAgg("pk")):
        question = read_question("", stored)
        if question is None:
            continue
        number = places.setdefault(repr(question.signature), len(found))
        if number == len(found):
            found.append((question, set()))
        found[number][1].update(map(plain_title, header or ()))
        numbers |= dict.fromkeys(pks, number)
    pairs = permutations(range(len(found)), 2)
    apart = [pair for pair in pairs if not _may_be_same(found[pair[0]], found[pair[1]])]
    return QuestionsOfFiles(numbers, apart)


def _may_be_same(one: tuple[RatedQuestion, set[str]], other: tuple[RatedQuestion, set[str]]) -> bool:
    return one[0].may_be_same(other[0], one[1], other[1])
