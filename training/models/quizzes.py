"""Quizzes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


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
            models.CheckConstraint(condition=Q(questions_asked__gte=1), name="quiz_asks_a_question"),
            models.CheckConstraint(condition=Q(pass_percent__gte=1, pass_percent__lte=100), name="quiz_pass_mark_in_percent"),
        ]

    def __str__(self) -> str:
        return self.title
