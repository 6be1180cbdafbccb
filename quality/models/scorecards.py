"""Scorecards, their versions, sections and questions."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Scorecard(models.Model):
    """A set of review questions, in versions."""

    name = models.CharField(max_length=120)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name"], name="scorecard_name_unique"),
            models.CheckConstraint(condition=~Q(name=""), name="scorecard_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ScorecardVersion(models.Model):
    """One version of a scorecard. Only drafts can be changed; a review keeps the version it was started with."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        ARCHIVED = "archived", _("Archived")

    class Mode(models.TextChoices):
        PERCENTAGE = "percentage", _("Percentage: sections count by their weight")
        POINTS = "points", _("Points: sections with more questions count more")

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.PERCENTAGE)
    created_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["scorecard", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scorecard", "number"], name="scorecard_version_number_unique"),
            models.UniqueConstraint(fields=["scorecard"], condition=Q(state="draft"), name="scorecard_one_draft"),
            models.UniqueConstraint(fields=["scorecard"], condition=Q(state="published"), name="scorecard_one_published"),
            models.CheckConstraint(condition=Q(mode__in=["percentage", "points"]), name="scorecard_mode_known"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None, archived_at=None)
                | Q(state="published", published_at__isnull=False, archived_at=None)
                | Q(state="archived", published_at__isnull=False, archived_at__isnull=False),
                name="scorecard_version_times_match_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scorecard}, version {self.number}"


class Aspect(models.TextChoices):
    """Category of a section, by which sections are compared across versions."""

    EMPATHY = "empathy", _("Empathy")
    ADHERENCE = "adherence", _("Script adherence")
    RESOLUTION = "resolution", _("Resolution")
    RED_FLAGS = "red_flags", _("Red flags")
    OTHER = "other", _("Other")


class Section(models.Model):
    """A part of a scorecard. With weight 0, only its red flags count."""

    version = models.ForeignKey(ScorecardVersion, on_delete=models.CASCADE, related_name="sections")
    aspect = models.CharField(max_length=12, choices=Aspect, default=Aspect.OTHER)
    title = models.CharField(max_length=120)
    weight = models.DecimalField(max_digits=5, decimal_places=2)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["version", "position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(weight__gte=0), name="section_weight_not_negative"),
            models.CheckConstraint(condition=~Q(title=""), name="section_has_a_title"),
            models.CheckConstraint(condition=Q(aspect__in=Aspect.values), name="section_aspect_known"),
        ]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """A question of a section. Its lowest answer fails it. The weight of a bonus question is what its best answer adds."""

    class Scale(models.IntegerChoices):
        BINARY = 2, _("No / Yes")
        THREE = 3, _("1 to 3")
        FOUR = 4, _("1 to 4")
        FIVE = 5, _("1 to 5")

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(max_length=300)
    hint = models.CharField(max_length=300, blank=True)
    scale = models.PositiveSmallIntegerField(choices=Scale, default=Scale.BINARY)
    weight = models.DecimalField(max_digits=5, decimal_places=2, default=1)
    allows_na = models.BooleanField(default=False)
    fails_section = models.BooleanField(default=False)
    is_red_flag = models.BooleanField(default=False)
    is_bonus = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["section__position", "section", "position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(scale__in=[2, 3, 4, 5]), name="question_scale_known"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="question_weight_positive"),
            models.CheckConstraint(condition=~Q(text=""), name="question_has_a_text"),
            models.CheckConstraint(
                condition=Q(is_bonus=False) | Q(fails_section=False, is_red_flag=False), name="question_bonus_fails_nothing"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def answers(self) -> range:
        """The possible answers, lowest first: 0 and 1 for no and yes, else from 1."""
        lowest = 0 if self.scale == self.Scale.BINARY else 1
        return range(lowest, lowest + self.scale)
