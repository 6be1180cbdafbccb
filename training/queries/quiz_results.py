"""Results of quizzes for other parts: who has passed, and with whom a conversation takes the place of another attempt."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from core.version_tokens import Rows
from journal.drills import marked
from journal.queries import JOURNALS
from people.queries.persons import names
from scripts_library.queries import current_versions
from training.models import Quiz, QuizAttempt, QuizQuestion, QuizReopening, QuizSettlement
from training.quiz_rules import MOST_FAILURES


@dataclass(frozen=True, slots=True)
class QuizStanding:
    """Where a person stands with a quiz since it was last reopened for them.

    `passed_at` is also the time of a conversation that took the place of passing.
    """

    passed_at: datetime | None = None
    failures: int = 0

    @property
    def needs_conversation(self) -> bool:
        return self.passed_at is None and self.failures >= MOST_FAILURES


@dataclass(frozen=True, slots=True)
class Conversation:
    """A person with whom a trainer should talk about a quiz. `title` says if it belongs to a drill."""

    quiz_id: int
    title: str
    person_id: int
    name: str


NOTHING_YET = QuizStanding()
# Rows behind `conversations`; for `core.version_tokens`. Only trainers see them.
TRAINER = "EXISTS (SELECT FROM people_rolegrant WHERE person_id = %(person)s AND role = 'trainer')"
CONVERSATIONS = (
    Rows(QuizAttempt, f"NOT is_passed AND {TRAINER}"),
    Rows(QuizReopening, TRAINER),
    Rows(QuizSettlement, TRAINER),
    Rows(Quiz, TRAINER),
    JOURNALS,
)


def standings(quiz_id: int, person_ids: Collection[int] | None = None) -> dict[int, QuizStanding]:
    """Standings by person id of those who have finished an attempt or had a conversation. Five queries."""
    return {person_id: standing for (_quiz, person_id), standing in _standings([quiz_id], person_ids).items()}


def _standings(quiz_ids: Collection[int], person_ids: Collection[int] | None) -> dict[tuple[int, int], QuizStanding]:
    """Standings by quiz and person."""
    only: dict[str, Collection[int]] = {"quiz__in": quiz_ids}
    if person_ids is not None:
        only["person__in"] = person_ids
    changed_at = _changed_at(quiz_ids)
    reopenings = QuizReopening.objects.filter(**only).order_by().values_list("quiz", "person")
    since = {(quiz_id, person_id): last for quiz_id, person_id, last in reopenings.annotate(last=Max("reopened_at"))}
    passed: dict[tuple[int, int], list[datetime]] = defaultdict(list)
    failures: Counter[tuple[int, int]] = Counter()
    attempts = QuizAttempt.objects.finished().filter(**only).values_list("quiz", "person", "finished_at", "is_passed")
    settlements = QuizSettlement.objects.filter(**only).values_list("quiz", "person", "settled_at")
    for quiz_id, person_id, at, is_passed in [*attempts, *((*settled, True) for settled in settlements)]:
        key = (quiz_id, person_id)
        assert at is not None  # noqa: S101 - attempts without an end are left out
        counts_from = max((moment for moment in (since.get(key), changed_at.get(quiz_id)) if moment), default=None)
        if counts_from is not None and at <= counts_from:
            continue
        if is_passed:
            passed[key].append(at)
        else:
            failures[key] += 1
    return {key: QuizStanding(min(passed[key], default=None), failures[key]) for key in passed.keys() | failures.keys()}


def _changed_at(quiz_ids: Collection[int]) -> dict[int, datetime]:
    """When the newest live version of a script began that a quiz's live questions are about, by quiz. Earlier results don't
    count. Two queries.
    """
    about = QuizQuestion.objects.live().filter(quiz__in=quiz_ids, script__isnull=False).values_list("quiz", "script")
    pairs = list(about.distinct())
    current = current_versions([script_id for _quiz, script_id in pairs])
    changed: dict[int, datetime] = {}
    for quiz_id, script_id in pairs:
        if script_id in current:
            changed[quiz_id] = max(current[script_id].starts_at, changed.get(quiz_id, current[script_id].starts_at))
    return changed


def standing_of(quiz_id: int, person_id: int) -> QuizStanding:
    return standings(quiz_id, [person_id]).get(person_id, NOTHING_YET)


def passed_at(quiz_id: int, person_ids: Collection[int]) -> dict[int, datetime]:
    """When these people passed the quiz, without those who haven't. A recorded conversation counts as passing."""
    found = standings(quiz_id, person_ids)
    return {person_id: standing.passed_at for person_id, standing in found.items() if standing.passed_at is not None}


def failed_out(quiz_id: int, person_ids: Collection[int]) -> set[int]:
    """Those of these people who failed twice without passing: a conversation takes the place of another attempt."""
    found = standings(quiz_id, person_ids)
    return {person_id for person_id, standing in found.items() if standing.needs_conversation}


def script_ids_of(quiz_id: int) -> set[int]:
    """Ids of the scripts that the quiz's live questions are about."""
    about = QuizQuestion.objects.live().filter(quiz=quiz_id, script__isnull=False)
    return {script_id for script_id in about.values_list("script_id", flat=True) if script_id is not None}


def conversations() -> list[Conversation]:
    """Conversations to have about quizzes of open journals, by quiz and name."""
    failed = QuizAttempt.objects.filter(is_passed=False, quiz__journal__closed_at=None)
    often = failed.order_by().values("quiz", "person").annotate(times=Count("pk")).filter(times__gte=MOST_FAILURES)
    pairs = set(often.values_list("quiz", "person"))
    if not pairs:
        return []
    quiz_ids, person_ids = {quiz_id for quiz_id, _person in pairs}, {person_id for _quiz, person_id in pairs}
    found = _standings(quiz_ids, person_ids)
    quizzes = Quiz.objects.filter(pk__in=quiz_ids).select_related("journal").in_bulk()
    known = names(person_ids)
    needed = [
        Conversation(quiz_id, _title(quizzes[quiz_id]), person_id, known[person_id])
        for quiz_id, person_id in pairs
        if found.get((quiz_id, person_id), NOTHING_YET).needs_conversation
    ]
    return sorted(needed, key=lambda each: (each.title, each.quiz_id, each.name, each.person_id))


def _title(quiz: Quiz) -> str:
    return marked(quiz.title, is_drill=quiz.journal.is_drill)
