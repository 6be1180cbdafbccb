"""Attempts: their questions without solutions while they are open, the result afterwards, and the replay of a result."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from people.identity import User
from training.models import (
    AttemptAnswer,
    QuestionCorrection,
    QuestionOption,
    QuestionVersion,
    QuizAttempt,
    RecallQuestion,
)
from training.models.attempts import ShownQuestion
from training.queries.question_bank import options_of
from training.quiz_rules import CURRENT_RULE, is_passed, is_right


@dataclass(frozen=True, slots=True)
class OpenOption:
    """An option as it is shown before the answer is known."""

    id: int
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question without its solution: nothing here says which option is right."""

    id: int
    position: int
    text: str
    is_multiple: bool
    is_answered: bool
    options: tuple[OpenOption, ...]


@dataclass(frozen=True, slots=True)
class SolvedOption:
    text: str
    is_chosen: bool
    is_right: bool


@dataclass(frozen=True, slots=True)
class SolvedQuestion:
    """An answered question with its solution. `is_recounted`: a correction made the answer right."""

    text: str
    explanation: str
    script_id: int | None
    is_right: bool
    is_recounted: bool
    options: tuple[SolvedOption, ...]


@dataclass(frozen=True, slots=True)
class AttemptOutcome:
    """Result of an attempt, from its answers alone."""

    right_count: int
    is_passed: bool


def open_attempt(quiz_id: int, user: User) -> QuizAttempt | None:
    """The user's open attempt at a quiz."""
    return QuizAttempt.objects.filter(quiz=quiz_id, person=user.person_id, finished_at=None).first()


def own_attempts(user: User) -> Sequence[QuizAttempt]:
    """The user's attempts, newest first."""
    return list(QuizAttempt.objects.of(user).select_related("quiz__journal"))


def open_questions(attempt: QuizAttempt) -> list[OpenQuestion]:
    """Questions of an open attempt, as they were shown."""
    answers = list(attempt.answers.select_related("question_version").order_by("position"))
    return without_solutions((answer.position, answer) for answer in answers)


def open_recall_questions(shown: Iterable[RecallQuestion]) -> list[OpenQuestion]:
    return without_solutions(enumerate(shown, start=1))


def without_solutions(numbered: Iterable[tuple[int, ShownQuestion]]) -> list[OpenQuestion]:
    """Questions as they were shown, by their position."""
    rows = list(numbered)
    options = options_of(shown.question_version_id for _position, shown in rows)
    return [
        OpenQuestion(
            id=shown.pk,
            position=position,
            text=shown.question_version.text,
            is_multiple=shown.question_version.kind == QuestionVersion.Kind.MULTIPLE,
            is_answered=shown.answered_at is not None,
            options=tuple(
                OpenOption(option.pk, option.text, option.pk in shown.chosen)
                for option in _in_order(shown, options[shown.question_version_id])
            ),
        )
        for position, shown in rows
    ]


def solved_questions(attempt: QuizAttempt) -> list[SolvedQuestion]:
    """Questions of a finished attempt with their solutions."""
    answers = list(attempt.answers.select_related("question_version__question").order_by("position"))
    options = options_of(answer.question_version_id for answer in answers)
    return [solved(answer, options[answer.question_version_id], counts=bool(answer.counts_as_right)) for answer in answers]


def solved_recall_question(shown: RecallQuestion) -> SolvedQuestion:
    options = options_of([shown.question_version_id])[shown.question_version_id]
    return solved(shown, options, counts=bool(shown.is_right))


def solved(shown: ShownQuestion, options: list[QuestionOption], *, counts: bool) -> SolvedQuestion:
    """An answered question with its solution."""
    version = shown.question_version
    return SolvedQuestion(
        text=version.text,
        explanation=version.explanation,
        script_id=version.question.script_id,
        is_right=counts,
        is_recounted=counts and not shown.is_right,
        options=tuple(
            SolvedOption(option.text, option.pk in shown.chosen, option.is_right) for option in _in_order(shown, options)
        ),
    )


def right_ids(options: Iterable[QuestionOption]) -> frozenset[int]:
    return frozenset(option.pk for option in options if option.is_right)


def is_right_recall(shown: RecallQuestion) -> bool:
    """Whether the answer to a question of recall is right."""
    options = options_of([shown.question_version_id])[shown.question_version_id]
    return is_right(CURRENT_RULE, shown.chosen, right_ids(options))


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer with its judgement: under the version that was asked, and with later recounts."""

    answer: AttemptAnswer
    is_right: bool
    counts_as_right: bool


def judged_answers(attempt: QuizAttempt) -> list[Judged]:
    """The answers of an attempt, judged from the stored versions, options, rule and recounts."""
    answers = list(attempt.answers.select_related("question_version").order_by("position"))
    options = options_of(answer.question_version_id for answer in answers)
    recounts = _recounts({answer.question_version.question_id for answer in answers})
    found = []
    for answer in answers:
        shown = options[answer.question_version_id]
        right = is_right(attempt.rule, answer.chosen, right_ids(shown))
        chosen = frozenset(option.text for option in shown if option.pk in answer.chosen)
        later = (
            texts for number, texts in recounts[answer.question_version.question_id] if number > answer.question_version.number
        )
        found.append(Judged(answer, right, right or chosen in later))
    return found


def replay(attempt: QuizAttempt) -> AttemptOutcome:
    """The result of an attempt, computed again from what is stored. Later edits of questions don't change it; recounts do."""
    judged = judged_answers(attempt)
    right_count = sum(each.counts_as_right for each in judged)
    return AttemptOutcome(right_count, is_passed(right_count, len(judged), attempt.pass_percent))


def _recounts(question_ids: Iterable[int]) -> dict[int, list[tuple[int, frozenset[str]]]]:
    """Recounts by question: the number of the corrected version, and the texts of its right options."""
    corrections = QuestionCorrection.objects.filter(
        question__in=list(question_ids), treatment=QuestionCorrection.Treatment.RECOUNT
    )
    wanted = set(corrections.values_list("question", "number"))
    found: dict[int, list[tuple[int, frozenset[str]]]] = defaultdict(list)
    versions = QuestionVersion.objects.filter(question__in={question_id for question_id, _number in wanted})
    corrected = [version for version in versions if (version.question_id, version.number) in wanted]
    options = options_of(version.pk for version in corrected)
    for version in corrected:
        texts = frozenset(option.text for option in options[version.pk] if option.is_right)
        found[version.question_id].append((version.number, texts))
    return found


def _in_order(shown: ShownQuestion, options: Iterable[QuestionOption]) -> list[QuestionOption]:
    by_id = {option.pk: option for option in options}
    return [by_id[option_id] for option_id in shown.shown]
