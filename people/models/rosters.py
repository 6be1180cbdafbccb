"""Rostered shifts: the dated working times of people."""

from datetime import timedelta
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from people.models.persons import Person

LONGEST_SHIFT = timedelta(hours=24)


class RosteredShift(models.Model):
    """Working time of a person from one moment to another, both in UTC. The end is not included."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="rostered_shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        verbose_name_plural = "rostered shifts"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="rostered_shift_not_empty"),
            models.CheckConstraint(
                condition=Q(ends_at__lte=F("starts_at") + LONGEST_SHIFT), name="rostered_shift_at_most_a_day"
            ),
            ExclusionConstraint(
                name="rostered_shift_does_not_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (Func("starts_at", "ends_at", function="TSTZRANGE"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        # For deleting what is old.
        indexes: ClassVar = [models.Index(fields=["ends_at"], name="rostered_shift_end")]

    def __str__(self) -> str:
        return f"{self.person} works {self.starts_at} to {self.ends_at}"
