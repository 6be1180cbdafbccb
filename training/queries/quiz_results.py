"""Results of quizzes for other parts: who has passed, and with whom a conversation takes the place of another attempt."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from core.version_tokens import Rows
from journal.drills import marked
from people.queries.persons import names
from training.models import QuizAttempt, QuizQuestion, QuizReopening, QuizSettlement
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
)


def standings(quiz_id: int, person_ids: Collection[int] | None = None) -> dict[int, QuizStanding]:
    """Standings by person id of those who have finished an attempt or had a conversation. Three queries."""
    attempts = QuizAttempt.objects.finished().filter(quiz=quiz_id)
    settlements, reopenings = QuizSettlement.objects.filter(quiz=quiz_id), QuizReopening.objects.filter(quiz=quiz_id)
    if person_ids is not None:
        attempts, settlements = attempts.filter(person__in=person_ids), settlements.filter(person__in=person_ids)
        reopenings = reopenings.filter(person__in=person_ids)
    since = dict(reopenings.order_by().values_list("person").annotate(last=Max("reopened_at")))
    passed: dict[int, list[datetime]] = defaultdict(list)
    failures: dict[int, int] = defaultdict(int)
    for person_id, finished_at, is_passed in attempts.values_list("person", "finished_at", "is_passed"):
        if person_id in since and finished_at <= since[person_id]:
            continue
        if is_passed:
            passed[person_id].append(finished_at)
        else:
            failures[person_id] += 1
    for person_id, settled_at in settlements.values_list("person", "settled_at"):
        if person_id not in since or settled_at > since[person_id]:
            passed[person_id].append(settled_at)
    return {
        person_id: QuizStanding(min(passed[person_id], default=None), failures[person_id])
        for person_id in passed.keys() | failures.keys()
    }


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


def conversations() -> Iterator[Conversation]:
    """Conversations to have about quizzes of open journals."""
    failed = QuizAttempt.objects.filter(is_passed=False, quiz__journal__closed_at=None)
    often = failed.order_by().values("quiz", "person").annotate(times=Count("pk")).filter(times__gte=MOST_FAILURES)
    by_quiz: dict[tuple[int, str, bool], set[int]] = defaultdict(set)
    for quiz_id, title, is_drill, person_id in often.values_list("quiz", "quiz__title", "quiz__journal__is_drill", "person"):
        by_quiz[quiz_id, title, is_drill].add(person_id)
    for (quiz_id, title, is_drill), person_ids in sorted(by_quiz.items()):
        needing = failed_out(quiz_id, person_ids)
        for person_id, name in sorted(names(needing).items(), key=lambda found: found[1]):
            yield Conversation(quiz_id, marked(title, is_drill=is_drill), person_id, name)
