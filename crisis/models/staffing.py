"""Staffing of a crisis: people needed by shift, channel and language, and the time that members are on the line."""

from datetime import timedelta
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now

from crisis.cells import CellKind, StaffingCell
from crisis.models.crises import Crisis
from feedback.sustained.criteria import LARGEST_TEAM

# People who are on the line for longer have forgotten to switch themselves off.
LONGEST_ON_LINE = timedelta(hours=12)
# Upper limit of corrected hours.
LONGEST_LINE_SHIFT = timedelta(hours=24)


class StaffingNeed(models.Model):
    """The number of people that lead or deputy need in a cell, besides the coverage rules."""

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="staffing_needs")
    dimension = models.CharField(max_length=10, choices=CellKind)
    value = models.CharField(max_length=60)
    needed = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["crisis", "dimension", "value"], name="staffing_need_once"),
            models.CheckConstraint(condition=Q(dimension__in=CellKind.values), name="staffing_need_dimension_known"),
            models.CheckConstraint(condition=~Q(value=""), name="staffing_need_names_a_value"),
            models.CheckConstraint(condition=Q(needed__gte=1, needed__lte=LARGEST_TEAM), name="staffing_need_possible"),
        ]

    def __str__(self) -> str:
        return f"{self.cell.name}: {self.needed}"

    @property
    def cell(self) -> StaffingCell:
        return StaffingCell(CellKind(self.dimension), self.value)


class LineShift(models.Model):
    """Time of a team member on the line, open while `ends_at` is null. The journal has each correction, with the times before.

    `is_unchecked` marks a time that ended automatically after `LONGEST_ON_LINE` and that nobody has corrected yet.
    """

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="line_shifts")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField(null=True)
    is_unchecked = models.BooleanField(default=False, db_default=False)
    # Copied from the crisis. A composite foreign key keeps the two equal.
    is_drill = models.BooleanField(default=False, db_default=False)

    person_id: int

    class Meta:
        verbose_name_plural = "times on the line"
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="line_shift_not_empty"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__lte=F("starts_at") + LONGEST_LINE_SHIFT), name="line_shift_at_most_a_day"
            ),
            models.CheckConstraint(
                condition=Q(is_unchecked=False) | Q(ends_at__isnull=False), name="line_shift_unchecked_is_over"
            ),
            # Drills don't count, so a person can be on the line of a real crisis before they have left a drill.
            ExclusionConstraint(
                name="line_shift_does_not_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (Func("starts_at", "ends_at", function="TSTZRANGE"), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_drill=False),
            ),
            ExclusionConstraint(
                name="line_shift_does_not_overlap_in_a_crisis",
                expressions=[
                    ("crisis", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (Func("starts_at", "ends_at", function="TSTZRANGE"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["starts_at"], condition=Q(ends_at=None), name="line_shift_open")]

    def __str__(self) -> str:
        return f"{self.person_id} on the line of crisis {self.crisis_id}"
