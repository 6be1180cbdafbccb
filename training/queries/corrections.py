"""Effect of a correction, before it is made: how many people have answered the question, and whose results would rise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from training.models import AttemptAnswer, QuestionOption, QuizQuestion
from training.queries.question_bank import bank_question
from training.quiz_rules import is_passed


@dataclass(frozen=True, slots=True)
class CorrectionEffect:
    """Effect of new options on earlier results.

    `changes_right_answers`: other texts are right than before. `person_ids` are the people who have answered the question,
    `raised_answers` the finished answers that a recount would raise, and `newly_passed` is the number of attempts that it would
    turn into a pass.
    """

    changes_right_answers: bool = False
    person_ids: frozenset[int] = frozenset()
    raised_answers: tuple[AttemptAnswer, ...] = ()
    newly_passed: int = 0

    @property
    def affected(self) -> int:
        return len(self.person_ids)

    @property
    def raised(self) -> int:
        return len(self.raised_answers)


def effect_of(question: QuizQuestion, options: Sequence[tuple[str, bool]]) -> CorrectionEffect:
    """Effect of these options on finished attempts. Empty if the right answers and their wording stay the same.

    People chose texts. So a recount compares the texts of the options that they chose with those that are right now.
    """
    right = frozenset(text for text, is_right in options if is_right)
    if right == bank_question(question).right_texts:
        return CorrectionEffect()
    answers = _finished_answers(question)
    texts = _chosen_texts(answers)
    raised = tuple(answer for answer in answers if not answer.counts_as_right and texts[answer.pk] == right)
    return CorrectionEffect(
        changes_right_answers=True,
        person_ids=frozenset(answer.attempt.person_id for answer in answers),
        raised_answers=raised,
        newly_passed=_newly_passed(raised),
    )


def _finished_answers(question: QuizQuestion) -> list[AttemptAnswer]:
    answers = AttemptAnswer.objects.filter(question_version__question=question, attempt__finished_at__isnull=False)
    return list(answers.select_related("attempt").order_by("attempt__started_at", "pk"))


def _chosen_texts(answers: Iterable[AttemptAnswer]) -> dict[int, frozenset[str]]:
    chosen = {answer.pk: answer.chosen for answer in answers}
    options = QuestionOption.objects.filter(pk__in={option for ids in chosen.values() for option in ids})
    texts = dict(options.values_list("pk", "text"))
    return {pk: frozenset(texts[option] for option in ids) for pk, ids in chosen.items()}


def asked_counts(attempt_ids: Iterable[int]) -> dict[int, int]:
    """Number of questions of each of these attempts."""
    answers = AttemptAnswer.objects.filter(attempt__in=list(attempt_ids)).order_by()
    return dict(answers.values_list("attempt").annotate(asked=Count("pk")))


def _newly_passed(raised: Iterable[AttemptAnswer]) -> int:
    open_ones = [answer.attempt for answer in raised if not answer.attempt.is_passed]
    asked = asked_counts(attempt.pk for attempt in open_ones)
    return sum(is_passed((attempt.right_count or 0) + 1, asked[attempt.pk], attempt.pass_percent) for attempt in open_ones)
