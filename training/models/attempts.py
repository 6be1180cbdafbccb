"""Attempts at quizzes, their answers, questions of recall, and what makes an earlier result count or not."""

from functools import reduce
from operator import or_
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from pgtrigger import F as Column
from pgtrigger import Q as Rows
from pgtrigger import Update

from core.triggers import refuse
from people.identity import Role, User
from people.queries.persons import is_own
from training.models.quizzes import QuestionVersion, Quiz
from training.quiz_rules import RECALL_DAYS, RECALL_QUESTIONS, RULES

FINISHED = "answers of a finished attempt are never changed"


def changed(*fields: str) -> Rows:
    """Condition of a trigger: one of these fields changes. Unlike `AnyChange`, it can be combined with other conditions."""
    return reduce(or_, (Rows(**{f"old__{field}__df": Column(f"new__{field}")}) for field in fields))


class QuizAttemptQuerySet(models.QuerySet["QuizAttempt"]):
    def visible_to(self, user: User) -> "QuizAttemptQuerySet":
        """The user's own attempts; for trainers also the finished ones of others."""
        finished = Q(finished_at__isnull=False) if user.has_role(Role.TRAINER) else Q(pk__in=[])
        return self.filter(is_own(user) | finished)

    def of(self, user: User) -> "QuizAttemptQuerySet":
        return self.filter(is_own(user))

    def finished(self) -> "QuizAttemptQuerySet":
        return self.filter(finished_at__isnull=False)


class QuizAttempt(models.Model):
    """A person's attempt at a quiz: its seed, scoring rule and pass mark, and from `finished_at` on its result.

    `right_count` and `is_passed` change only when a corrected question is recounted, and only for the better.
    """

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="attempts")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    seed = models.CharField(max_length=32)
    rule = models.PositiveSmallIntegerField()
    pass_percent = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    right_count = models.PositiveSmallIntegerField(null=True)
    is_passed = models.BooleanField(null=True)

    quiz_id: int
    person_id: int

    objects: ClassVar[QuizAttemptQuerySet] = QuizAttemptQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-started_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["quiz", "person"], condition=Q(finished_at=None), name="quiz_attempt_one_open"),
            models.CheckConstraint(condition=Q(rule__in=list(RULES)), name="quiz_attempt_rule_known"),
            models.CheckConstraint(
                condition=Q(pass_percent__gte=1, pass_percent__lte=100), name="quiz_attempt_pass_mark_in_percent"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None, right_count=None, is_passed=None)
                | Q(finished_at__isnull=False, right_count__isnull=False, is_passed__isnull=False),
                name="quiz_attempt_result_when_finished",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=F("started_at")), name="quiz_attempt_times_in_order"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["finished_at"], name="quiz_attempt_finished")]

    def __str__(self) -> str:
        return f"attempt {self.pk} at quiz {self.quiz_id}"


class ShownQuestion(models.Model):
    """A question as it was shown: its version, the ids of its options in that order, and those that were chosen."""

    question_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    shown = ArrayField(models.BigIntegerField())
    chosen = ArrayField(models.BigIntegerField(), default=list)
    answered_at = models.DateTimeField(null=True)
    is_right = models.BooleanField(null=True)

    question_version_id: int

    class Meta:
        abstract = True


class AttemptAnswer(ShownQuestion):
    """A question of an attempt and its answer.

    `is_right` follows from the version that was asked, and `counts_as_right` also from later corrections. Both are set when the
    attempt is finished. From then on a trigger refuses all changes but a recount, and a constraint keeps a recount from taking
    a right answer away.
    """

    attempt = models.ForeignKey(QuizAttempt, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField()
    counts_as_right = models.BooleanField(null=True)

    attempt_id: int

    class Meta:
        ordering: ClassVar = ["attempt", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "position"], name="attempt_answer_position_unique"),
            models.CheckConstraint(condition=Q(shown__contains=F("chosen")), name="attempt_answer_was_shown"),
            models.CheckConstraint(
                condition=Q(answered_at=None, chosen=[]) | (Q(answered_at__isnull=False) & ~Q(chosen=[])),
                name="attempt_answer_time_matches",
            ),
            models.CheckConstraint(
                # A check passes on null comparisons, so each column is tested for null as well.
                condition=Q(is_right=None, counts_as_right=None)
                | (
                    Q(is_right__isnull=False, counts_as_right__isnull=False, answered_at__isnull=False)
                    & (Q(is_right=False) | Q(counts_as_right=True))
                ),
                name="attempt_answer_recount_only_raises",
            ),
        ]
        triggers: ClassVar = [
            refuse(
                "finished_is_fixed",
                FINISHED,
                operation=Update,
                condition=Rows(old__is_right__isnull=False)
                & changed("attempt", "position", "question_version", "shown", "chosen", "answered_at", "is_right"),
            ),
            refuse(
                "counted_stays_counted",
                FINISHED,
                operation=Update,
                condition=Rows(old__counts_as_right=True) & changed("counts_as_right"),
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.position} of attempt {self.attempt_id}"


class RecallQuestion(ShownQuestion):
    """A question to recall after passing a quiz, on a day in `RECALL_DAYS`. It lapses without any consequence."""

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    passed_at = models.DateTimeField()
    day = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    postponed_until = models.DateTimeField(null=True)

    quiz_id: int
    person_id: int

    class Meta:
        ordering: ClassVar = ["due_at", "place", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["quiz", "person", "passed_at", "day", "place"], name="recall_question_once"),
            models.CheckConstraint(condition=Q(day__in=list(RECALL_DAYS)), name="recall_question_day_known"),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=RECALL_QUESTIONS), name="recall_question_place_known"),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("passed_at"), lapses_at__gt=F("due_at")), name="recall_question_times_in_order"
            ),
            models.CheckConstraint(condition=Q(shown__contains=F("chosen")), name="recall_question_was_shown"),
            models.CheckConstraint(
                condition=Q(answered_at=None, chosen=[], is_right=None)
                | (Q(answered_at__isnull=False, is_right__isnull=False) & ~Q(chosen=[])),
                name="recall_question_answered_as_a_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person"], condition=Q(answered_at=None), name="recall_question_open"),
            models.Index(fields=["lapses_at"], name="recall_question_lapses"),
        ]

    def __str__(self) -> str:
        return f"recall on day {self.day} after quiz {self.quiz_id}"


class QuizReopening(models.Model):
    """From `reopened_at` on, a person's earlier results of a quiz don't count any more."""

    class Reason(models.TextChoices):
        CORRECTED = "corrected", _("A question was corrected")
        RECALL = "recall", _("A question needs another look")

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason)
    reopened_at = models.DateTimeField()

    person_id: int

    class Meta:
        ordering: ClassVar = ["-reopened_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(reason__in=["corrected", "recall"]), name="quiz_reopening_reason_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["quiz", "person"], name="quiz_reopening_person"),
            models.Index(fields=["reopened_at"], name="quiz_reopening_time"),
        ]

    def __str__(self) -> str:
        return f"quiz {self.quiz_id} reopened for {self.person_id}"


class QuizSettlement(models.Model):
    """A conversation with a trainer that took the place of another attempt. It counts as passing the quiz."""

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    settled_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField()

    person_id: int

    class Meta:
        ordering: ClassVar = ["-settled_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(person=F("settled_by")), name="quiz_settled_by_somebody_else"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["quiz", "person"], name="quiz_settlement_person"),
            models.Index(fields=["settled_at"], name="quiz_settlement_time"),
        ]

    def __str__(self) -> str:
        return f"quiz {self.quiz_id} settled for {self.person_id}"
