"""Kinds of scripts: how many people approve one, and how often it is reviewed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

# Longest time until a review, in days.
LONGEST_REVIEW = 730


class ScriptKind(models.Model):
    """A kind of script. Scripts without a kind are of the default one."""

    name = models.CharField(_("Name"), max_length=80)
    approvals_needed = models.PositiveSmallIntegerField(default=1)
    review_every_days = models.PositiveSmallIntegerField(default=90)
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("name"), name="script_kind_name_unique"),
            models.CheckConstraint(condition=~Q(name=""), name="script_kind_has_a_name"),
            models.CheckConstraint(condition=Q(approvals_needed__in=[1, 2]), name="script_kind_one_or_two_approvals"),
            models.CheckConstraint(
                condition=Q(review_every_days__gte=1, review_every_days__lte=LONGEST_REVIEW), name="script_kind_review_in_range"
            ),
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="script_kind_one_default"),
        ]

    def __str__(self) -> str:
        return self.name
