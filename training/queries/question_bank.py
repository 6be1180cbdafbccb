"""The question bank of a quiz: its questions in their newest version, and how often they are answered right."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.utils.translation import ngettext

from people.identity import User
from scripts_library.queries import scripts_of, scripts_to_link
from training.models import AttemptAnswer, QuestionOption, QuestionVersion, Quiz, QuizQuestion, RecallQuestion
from training.quiz_rules import FEWEST_PEOPLE, needed_questions


@dataclass(frozen=True, slots=True)
class BankOption:
    """A possible answer, for trainers."""

    text: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """A question of the bank, for trainers. The percentages are None below five people."""

    id: int
    number: int
    kind: str
    kind_name: str
    text: str
    explanation: str
    script_id: int | None
    is_retired: bool
    options: tuple[BankOption, ...]
    right_percent: Decimal | None = None
    recall_percent: Decimal | None = None

    @property
    def right_texts(self) -> frozenset[str]:
        return frozenset(option.text for option in self.options if option.is_right)


def all_quizzes() -> QuerySet[Quiz]:
    """All quizzes, each with the number of its live questions as `live_count`."""
    live = Count("questions", filter=Q(questions__retired_at=None))
    return Quiz.objects.annotate(live_count=live).select_related("journal", "owner").order_by("title", "pk")


def missing_questions(quiz: Quiz) -> int:
    """Live questions that the bank lacks before the quiz can be taken."""
    return max(0, needed_questions(quiz.questions_asked) - quiz.questions.live().count())


def why_not_usable(quiz: Quiz) -> str:
    """Reason why nobody can take the quiz yet, as a sentence, or ""."""
    missing = missing_questions(quiz)
    if not missing:
        return ""
    sentence = ngettext(
        "This quiz needs %(count)d more question: three times as many as it asks, so that a second attempt is different.",
        "This quiz needs %(count)d more questions: three times as many as it asks, so that a second attempt is different.",
        missing,
    )
    return sentence % {"count": missing}


def linkable_scripts(user: User, quiz: Quiz) -> dict[int, str]:
    """Titles of the scripts that a question of the quiz can be about, by id: those of its journal, and all outside drills."""
    own = {script.id: script.title for script in scripts_of(quiz.journal_id)}
    return {**own, **scripts_to_link(user)}


def options_of(version_ids: Iterable[int]) -> dict[int, list[QuestionOption]]:
    """Options of these versions, in the order in which they were written. One query."""
    found: dict[int, list[QuestionOption]] = defaultdict(list)
    for option in QuestionOption.objects.filter(version__in=set(version_ids)).order_by("version", "position"):
        found[option.version_id].append(option)
    return found


def newest_versions(question_ids: Collection[int]) -> list[QuestionVersion]:
    """The versions to ask of these questions, in the order of the ids."""
    versions = QuestionVersion.objects.newest().filter(question__in=question_ids)
    by_question = {version.question_id: version for version in versions.select_related("question")}
    return [by_question[question_id] for question_id in question_ids]


def bank_of(quiz: Quiz) -> list[BankQuestion]:
    """All questions of a quiz, live ones first, with the shares of right answers."""
    questions = list(quiz.questions.order_by("retired_at", "pk"))
    questions.sort(key=lambda question: (question.retired_at is not None, question.pk))
    asked, recalled = _shares_in_quizzes(quiz), _shares_in_recall(quiz)
    versions = newest_versions([question.pk for question in questions])
    options = options_of(version.pk for version in versions)
    return [
        _bank_question(version, options[version.pk], asked.get(version.question_id), recalled.get(version.question_id))
        for version in versions
    ]


def bank_question(question: QuizQuestion) -> BankQuestion:
    """One question in its newest version, without shares."""
    (version,) = newest_versions([question.pk])
    return _bank_question(version, options_of([version.pk])[version.pk], None, None)


def _bank_question(
    version: QuestionVersion, options: list[QuestionOption], right: Decimal | None, recalled: Decimal | None
) -> BankQuestion:
    return BankQuestion(
        id=version.question_id,
        number=version.number,
        kind=version.kind,
        kind_name=version.get_kind_display(),
        text=version.text,
        explanation=version.explanation,
        script_id=version.question.script_id,
        is_retired=version.question.retired_at is not None,
        options=tuple(BankOption(option.text, option.is_right) for option in options),
        right_percent=right,
        recall_percent=recalled,
    )


def _shares_in_quizzes(quiz: Quiz) -> dict[int, Decimal]:
    """Percentage of people whose first answer to a question was right, as it was counted then."""
    answers = AttemptAnswer.objects.filter(attempt__quiz=quiz, is_right__isnull=False)
    rows = answers.order_by("attempt__started_at", "attempt", "position")
    return _shares(rows.values_list("question_version__question", "attempt__person", "is_right"))


def _shares_in_recall(quiz: Quiz) -> dict[int, Decimal]:
    answers = RecallQuestion.objects.filter(quiz=quiz, is_right__isnull=False).order_by("answered_at", "pk")
    return _shares(answers.values_list("question_version__question", "person", "is_right"))


def _shares(rows: Iterable[tuple[int, int, bool | None]]) -> dict[int, Decimal]:
    """Percentage of people whose first answer is right, by question. Questions with fewer than five people are left out."""
    first: dict[int, dict[int, bool]] = defaultdict(dict)
    for question_id, person_id, is_right in rows:
        first[question_id].setdefault(person_id, bool(is_right))
    return {
        question_id: Decimal(100 * sum(people.values())) / len(people)
        for question_id, people in first.items()
        if len(people) >= FEWEST_PEOPLE
    }
