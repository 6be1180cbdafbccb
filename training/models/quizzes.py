"""Quizzes and their question bank."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from pgtrigger import Delete, Truncate, Update

from core.triggers import refuse
from training.quiz_rules import MOST_ASKED

LONGEST_QUESTION = 1000
LONGEST_OPTION = 300
NEVER_CHANGED = "a version of a question is never changed or deleted"


class Quiz(models.Model):
    """A quiz with its pass mark. Each attempt draws `questions_asked` questions from the quiz's question bank."""

    title = models.CharField(_("Title"), max_length=200)
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    journal = models.ForeignKey("journal.Journal", on_delete=models.PROTECT, related_name="+")
    questions_asked = models.PositiveSmallIntegerField(_("Questions per attempt"))
    pass_percent = models.PositiveSmallIntegerField(_("Pass mark (%)"))
    created_at = models.DateTimeField(db_default=Now())

    owner_id: int
    journal_id: int

    class Meta:
        ordering: ClassVar = ["title", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="quiz_has_a_title"),
            models.CheckConstraint(
                condition=Q(questions_asked__gte=1, questions_asked__lte=MOST_ASKED), name="quiz_asks_a_question"
            ),
            models.CheckConstraint(condition=Q(pass_percent__gte=1, pass_percent__lte=100), name="quiz_pass_mark_in_percent"),
        ]

    def __str__(self) -> str:
        return self.title


class QuizQuestionQuerySet(models.QuerySet["QuizQuestion"]):
    def live(self) -> "QuizQuestionQuerySet":
        """Questions that attempts and recall may ask."""
        return self.filter(retired_at=None)


class QuizQuestion(models.Model):
    """A question of a quiz's bank, in versions. `newest_number` is the number of the version to ask."""

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="questions")
    script = models.ForeignKey("scripts_library.Script", on_delete=models.PROTECT, null=True, related_name="+")
    newest_number = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField(db_default=Now())

    quiz_id: int
    script_id: int | None

    objects: ClassVar[QuizQuestionQuerySet] = QuizQuestionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["quiz", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(newest_number__gte=1), name="quiz_question_versions_from_one"),
        ]

    def __str__(self) -> str:
        return f"question {self.pk} of quiz {self.quiz_id}"


class QuestionVersionQuerySet(models.QuerySet["QuestionVersion"]):
    def newest(self) -> "QuestionVersionQuerySet":
        """The version to ask of each question."""
        return self.filter(number=F("question__newest_number"))


class QuestionVersion(models.Model):
    """The texts of a question at one time. Triggers refuse any change, so that attempts can be replayed."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("One right answer")
        MULTIPLE = "multiple", _("Several right answers")

    question = models.ForeignKey(QuizQuestion, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField(_("Question"), max_length=LONGEST_QUESTION)
    explanation = models.TextField(_("Explanation"), max_length=LONGEST_QUESTION)
    written_at = models.DateTimeField(db_default=Now())

    question_id: int

    objects: ClassVar[QuestionVersionQuerySet] = QuestionVersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["question", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "number"], name="question_version_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="question_version_numbers_from_one"),
            models.CheckConstraint(condition=Q(kind__in=["single", "multiple"]), name="question_version_kind_known"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(explanation=""), name="question_version_has_texts"),
        ]
        triggers: ClassVar = [
            refuse("never_changed", NEVER_CHANGED, operation=Update | Delete),
            refuse("never_truncated", NEVER_CHANGED, operation=Truncate),
        ]

    def __str__(self) -> str:
        return self.text


class QuestionOption(models.Model):
    """A possible answer of a version of a question. Triggers refuse any change."""

    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=LONGEST_OPTION)
    is_right = models.BooleanField()

    version_id: int

    class Meta:
        ordering: ClassVar = ["version", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "position"], name="question_option_position_unique"),
            models.UniqueConstraint(fields=["version", "text"], name="question_option_text_unique"),
            models.CheckConstraint(condition=~Q(text=""), name="question_option_has_a_text"),
        ]
        triggers: ClassVar = [
            refuse("never_changed", NEVER_CHANGED, operation=Update | Delete),
            refuse("never_truncated", NEVER_CHANGED, operation=Truncate),
        ]

    def __str__(self) -> str:
        return self.text


class QuestionCorrection(models.Model):
    """A new version of an answered question that changes which answers are right, and what happened to earlier results.

    `number` is that of the new version. `affected` is the number of people who had answered an earlier one.
    """

    class Treatment(models.TextChoices):
        KEEP = "keep", _("Keep all results")
        RECOUNT = "recount", _("Recount: results can only go up")
        ASK_AGAIN = "ask_again", _("Ask again: these people take the quiz again")

    question = models.ForeignKey(QuizQuestion, on_delete=models.PROTECT, related_name="corrections")
    number = models.PositiveIntegerField()
    treatment = models.CharField(max_length=10, choices=Treatment)
    affected = models.PositiveIntegerField()
    corrected_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField()

    question_id: int

    class Meta:
        ordering: ClassVar = ["question", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "number"], name="question_correction_once"),
            models.CheckConstraint(condition=Q(number__gte=2), name="question_correction_of_an_earlier_version"),
            models.CheckConstraint(condition=Q(affected__gte=1), name="question_correction_affects_people"),
            models.CheckConstraint(
                condition=Q(treatment__in=["keep", "recount", "ask_again"]), name="question_correction_treatment_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.treatment} after version {self.number} of question {self.question_id}"
