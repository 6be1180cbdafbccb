"""Goals of a crisis, and their progress."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from crisis.goal_progress import UNITS, Direction, GoalFigure, GoalPath, GoalStanding
from crisis.models.crises import Crisis

DIGITS, PLACES = 12, 2
LONGEST_REASON = 300


def with_unit(value: Decimal, unit: str) -> str:
    """A value with its unit, without decimals that are 0: “85 %”, “2.5 hours”."""
    exact = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return f"{number_format(exact, force_grouping=True)} {unit}".rstrip()


class Goal(models.Model):
    """A SMART goal: specific (`measure`), measurable (a figure with start, direction and target), achievable and relevant
    (why), and time-bound.

    `target` is the target in words. Goals without `target_value`, such as older ones, have no progress. `final_…` is the
    progress when the crisis was resolved, because records are deleted later.
    """

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="goals")
    measure = models.CharField(max_length=160)
    target = models.CharField(max_length=80)
    due_on = models.DateField()
    set_on = models.DateField(null=True)
    figure = models.CharField(max_length=10, choices=GoalFigure, default=GoalFigure.OWN, db_default="own")
    direction = models.CharField(max_length=8, choices=Direction, default=Direction.AT_LEAST, db_default="at_least")
    start_value = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    target_value = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    unit = models.CharField(max_length=20, blank=True, default="", db_default="")
    achievable = models.CharField(max_length=LONGEST_REASON, blank=True, default="", db_default="")
    relevant = models.CharField(max_length=LONGEST_REASON, blank=True, default="", db_default="")
    final_value = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)
    final_standing = models.CharField(max_length=8, choices=GoalStanding, blank=True, default="", db_default="")

    crisis_id: int

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(measure="") & ~Q(target=""), name="goal_says_what_and_how_much"),
            models.CheckConstraint(
                condition=Q(figure="own")
                | Q(
                    figure__in=["csat", "team_csat", "reviews", "team", "quality", "help"],
                    target_value__isnull=False,
                    unit="",
                ),
                name="goal_figure_has_a_target",
            ),
            models.CheckConstraint(condition=Q(direction__in=["at_least", "at_most"]), name="goal_direction_known"),
            models.CheckConstraint(
                condition=Q(final_standing__in=["unknown", "early", "on_track", "behind", "reached", "missed", "too_few"])
                | Q(final_standing="", final_value=None),
                name="goal_final_standing_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.target}"

    @property
    def unit_text(self) -> str:
        return str(UNITS.get(GoalFigure(self.figure), self.unit))

    def worded(self, value: Decimal | None) -> str:
        """A value of the goal's figure with its unit, or “–”."""
        return "–" if value is None else with_unit(value, self.unit_text)

    @property
    def target_text(self) -> str:
        """The target in words, from direction, value and unit: “at least 85 %”."""
        if self.target_value is None:
            return self.target
        number = self.worded(self.target_value)
        return (_("at least %(number)s") if self.direction == Direction.AT_LEAST else _("at most %(number)s")) % {
            "number": number
        }

    @property
    def path(self) -> GoalPath | None:
        """The line from start to target, or None without a target value. Reads the crisis."""
        if self.target_value is None:
            return None
        started_on = self.set_on or self.crisis.opened_at.date()
        return GoalPath(self.start_value, self.target_value, Direction(self.direction), started_on, self.due_on)


class GoalEntry(models.Model):
    """Progress of a goal's own figure on a day. The journal has who entered it."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="entries")
    measured_on = models.DateField()
    measured_value = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "goal entries"
        ordering: ClassVar = ["-measured_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["goal", "measured_on"], name="goal_entry_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.measured_value} on {self.measured_on}"
