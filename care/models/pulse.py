"""Rounds of the wellbeing pulse, the people asked, their answers, and the figures that others may see."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from care import journals
from care.small_groups import SMALLEST
from people.identity import Role, User
from people.queries.persons import is_own

LOWEST, HIGHEST = 1, 5
# Answers from here on count as strained, and up to here as lacking something.
STRAINED, LACKING = 4, 2
LONGEST_CHANGE = 2000
# After this time, an answer says little about how someone feels today, and figures need not be compared any more.
COMPARED = timedelta(days=90)
# From so many answers on, one person is at most a tenth.
MANY = 10


def lowest_share(at_least: int) -> int:
    """The percentage that is shown as “… or less”; its difference from 100 is shown as “… or more”.

    Each limit leaves open whether one of `at_least` people answered otherwise. If it didn't, it would say what each answered.
    """
    return 10 if at_least >= MANY else 20


def on_the_scale(field: str) -> Q:
    return Q((field, None)) | Q((f"{field}__gte", LOWEST), (f"{field}__lte", HIGHEST))


class PulseRoundQuerySet(models.QuerySet["PulseRound"]):
    def owned_by(self, user: User) -> "PulseRoundQuerySet":
        """Rounds whose figures the user sees: the organisation's for supervisors, and those of crises they lead."""
        mine = Q(journal__in=journals.led_by(user))
        return self.filter(mine | Q(journal__kind="house") if user.has_role(Role.SUPERVISOR) else mine)

    def without_change(self) -> "PulseRoundQuerySet":
        """Rounds that have ended and after which nobody has said yet what changed."""
        return self.filter(ended_at__isnull=False, change="")


class PulseRound(models.Model):
    """Round in which the people of a journal are asked: everyone, or the team of a crisis.

    It takes answers from `opens_at` until `closes_at`. `ended_at` is when its figures were made. They never change afterwards,
    because a difference between two versions of a figure would say something about a single person. `change` is what changed
    because of it.
    """

    journal = models.ForeignKey("journal.Journal", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    change = models.TextField(blank=True, max_length=LONGEST_CHANGE)
    change_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    change_at = models.DateTimeField(null=True)

    journal_id: int

    objects: ClassVar[PulseRoundQuerySet] = PulseRoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-opens_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["journal", "number"], name="pulse_round_number_unique"),
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="pulse_round_times_in_order"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("closes_at")), name="pulse_round_ends_after_closing"
            ),
            models.CheckConstraint(
                condition=Q(change="", change_by=None, change_at=None)
                | (~Q(change="") & Q(change_by__isnull=False, change_at__isnull=False, ended_at__isnull=False)),
                name="pulse_change_said_after_the_end",
            ),
            ExclusionConstraint(
                name="pulse_round_one_at_a_time",
                expressions=[
                    ("journal", RangeOperators.EQUAL),
                    (
                        Func("opens_at", "closes_at", Value("[)"), function="TSTZRANGE"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["closes_at"], condition=Q(ended_at=None), name="pulse_round_not_ended")]

    def __str__(self) -> str:
        return str(_("Pulse round %(number)s") % {"number": self.number})

    def is_open(self, now: datetime) -> bool:
        return now < self.closes_at


class PulseAskedQuerySet(models.QuerySet["PulseAsked"]):
    def of(self, user: User) -> "PulseAskedQuerySet":
        return self.filter(is_own(user))


class PulseAsked(models.Model):
    """Person asked in a round, with the groups they were in when it began.

    `is_waiting` until they have answered or put the questions aside. Both look the same here.
    """

    round = models.ForeignKey(PulseRound, on_delete=models.CASCADE, related_name="asked")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    team = models.CharField(max_length=400, blank=True)
    shift = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=120, blank=True)
    is_waiting = models.BooleanField(default=True)

    person_id: int
    round_id: int

    objects: ClassVar[PulseAskedQuerySet] = PulseAskedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "pulse questions"
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "person"], name="pulse_asked_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in pulse round {self.round_id}"


class PulseAnswer(models.Model):
    """Answer of a person, which only they and their coach see. It has no time, so that nothing else can point to them."""

    class Strain(models.IntegerChoices):
        NONE = 1, _("Not at all")
        LITTLE = 2, _("A little")
        SOME = 3, _("Somewhat")
        VERY = 4, _("Very")
        EXTREME = 5, _("Extremely")

    class Support(models.IntegerChoices):
        NONE = 1, _("No")
        LITTLE = 2, _("Mostly not")
        SOME = 3, _("Partly")
        MOSTLY = 4, _("Mostly")
        ALL = 5, _("Yes")

    round = models.ForeignKey(PulseRound, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    strain = models.PositiveSmallIntegerField(null=True, choices=Strain)
    support = models.PositiveSmallIntegerField(null=True, choices=Support)

    person_id: int
    round_id: int

    class Meta:
        verbose_name_plural = "pulse answers"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "person"], name="pulse_answered_once"),
            models.CheckConstraint(
                condition=on_the_scale("strain") & on_the_scale("support"), name="pulse_answer_on_the_scale"
            ),
            models.CheckConstraint(condition=Q(strain__isnull=False) | Q(support__isnull=False), name="pulse_answer_not_empty"),
        ]

    def __str__(self) -> str:
        return f"answer in pulse round {self.round_id}"


class PulseFigure(models.Model):
    """Figures of a group in a round that others may see: rounded shares, and a lower limit of the number of answers.

    `people` are the ids of everyone asked whose answers could be in it. Later rounds are compared with them.
    """

    class By(models.TextChoices):
        TOTAL = "", _("Everyone")
        TEAM = "team", _("Team")
        SHIFT = "shift", _("Shift")
        CHANNEL = "channel", _("Channel")

    round = models.ForeignKey(PulseRound, on_delete=models.CASCADE, related_name="figures")
    by = models.CharField(max_length=10, choices=By, blank=True)
    name = models.CharField(max_length=400, blank=True)
    at_least = models.PositiveIntegerField()
    strained_percent = models.PositiveSmallIntegerField()
    lacking_percent = models.PositiveSmallIntegerField()
    people = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        ordering: ClassVar = ["by", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "by", "name"], name="pulse_figure_once"),
            models.CheckConstraint(condition=Q(by__in=["", "team", "shift", "channel"]), name="pulse_figure_filter_known"),
            models.CheckConstraint(condition=Q(at_least__gte=SMALLEST), name="pulse_figure_from_five_people_on"),
            models.CheckConstraint(
                condition=Q(strained_percent__gte=10, strained_percent__lte=90, lacking_percent__gte=10)
                & Q(lacking_percent__lte=90),
                name="pulse_figure_never_all_or_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.name} in pulse round {self.round_id}"


class BreakRequest(models.Model):
    """Wish for a break that a person sent to someone of their choice, who has `settled_at` it after they talked."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    person_id: int
    to_id: int

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "to"], condition=Q(settled_at=None), name="break_request_open_once"),
            models.CheckConstraint(condition=~Q(person=F("to")), name="break_request_to_somebody_else"),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(settled_at__gte=F("asked_at")), name="break_request_settled_later"
            ),
        ]

    def __str__(self) -> str:
        return f"break for {self.person_id}"
