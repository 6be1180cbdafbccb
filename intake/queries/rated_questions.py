"""Questions that published imports took their ratings from, compared with that of a file.

A source remembers its question in the imports that count: a file that is published once more, or undone, changes what is known.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.db.models import Max, QuerySet

from intake.installation_limits import limits
from intake.models import Import, ImportKind
from intake.rated_questions import RatedQuestion, named_questions
from intake.reading.column_guesses import dated_rows
from intake.reading.layouts import Layout
from intake.reading.profiles import Field, Profile
from intake.reading.questions import has_question_column
from intake.reading.row_filters import kept_rows
from intake.upload_storage import place_of

ROWS_OF_A_QUESTION = ("profile__name", "profile__columns", "profile__scale__instrument", "profile__rows", "named_questions")


@dataclass(frozen=True, slots=True)
class PublishedQuestion:
    """Question of published imports, and when the latest of them was published."""

    question: RatedQuestion
    at: datetime


def questions_named_in(imported: Import) -> dict[str, str]:
    """Columns of an uploaded file that name the question of its ratings, with their only value."""
    profile, layout = Profile.from_json(imported.profile), Layout.from_json(imported.layout)
    if Field.RATING not in profile.columns or not has_question_column(profile, layout.header):
        return {}
    with place_of(imported.path).open("rb") as file:
        rows = kept_rows(profile.rows, layout.header, dated_rows(file, layout, limits()))
    return named_questions(profile, layout.header, rows)


def question_of(imported: Import) -> RatedQuestion | None:
    """Question that the ratings of a file answer. None without ratings."""
    if not imported.counts.get("with_rating"):
        return None
    return RatedQuestion.of(Profile.from_json(imported.profile), imported.named_questions)


def other_questions(imported: Import) -> list[PublishedQuestion]:
    """Questions that earlier files of the same source answer, if the file's own one isn't among them, the latest first."""
    question = question_of(imported)
    published = _published(imported).filter(source=imported.source)
    known = _questions(published).get(imported.source, []) if question else []
    if question is None or any(question.is_same(each.question) for each in known):
        return []
    return [each for each in known if not question.is_kept_apart(each.question)]


def sources_of_other_questions(imported: Import) -> set[str]:
    """Other sources that only answer other questions, if the question of a file is already published from its own source. Both
    may have the same contacts.
    """
    question = question_of(imported)
    if question is None:
        return set()
    known = _questions(_published(imported))
    if not any(question.is_same(each.question) for each in known.pop(imported.source, [])):
        return set()
    return {source for source, found in known.items() if not any(question.is_same(each.question) for each in found)}


def token_of(question: RatedQuestion, others: Sequence[PublishedQuestion], contacts: str) -> str:
    """Text that changes with the questions, and with the contacts whose ratings would be replaced."""
    texts = [repr(each.signature) for each in (question, *(o.question for o in others))]
    return blake2b("\n".join([*sorted(texts), contacts]).encode(), digest_size=16).hexdigest()


def _published(imported: Import) -> QuerySet[Import]:
    """Other files of feedback with ratings that count."""
    counting = [Import.State.PUBLISHED, Import.State.UNDOING]
    files = Import.objects.filter(kind=ImportKind.FEEDBACK, state__in=counting, token=None, endpoint=None)
    return files.filter(counts__with_rating__gt=0).exclude(pk=imported.pk)


def _questions(published: QuerySet[Import]) -> dict[str, list[PublishedQuestion]]:
    """Distinct questions of these imports by source, the latest first."""
    found: dict[str, list[PublishedQuestion]] = defaultdict(list)
    groups = published.values_list("source", *ROWS_OF_A_QUESTION).annotate(at=Max("published_at")).order_by("-at")
    for source, *stored, at in groups:
        question = read_question(source, stored)
        if question is not None:
            found[source].append(PublishedQuestion(question, at))
    return found


def read_question(source: str, row: Sequence[Any]) -> RatedQuestion | None:
    """The question from the columns `ROWS_OF_A_QUESTION` of an import. None without ratings."""
    name, columns, instrument, rows, named = row
    stored = {"columns": columns or {}, "dates": {}, "scale": {"instrument": instrument or "csat"}, "rows": rows or ()}
    return RatedQuestion.of(Profile.from_json({"name": name or "", "source": source, **stored}), named)
