"""Saved selections: criteria, inputs, result, and the lead's choice where scores were too close to call."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from selection.methods import Method

# Reason code of a candidate whose spot was given or taken by coverage.
BY_COVERAGE = "coverage"


class Selection(models.Model):
    """A saved selection, which never changes: saving again creates the next number, and the highest one counts.

    `inputs` are the counts and exclusions given to the rule, `result` is its answer, both as plain JSON, so that the rule
    can be run again later and compared. Without ranking, the inputs have no counts and the result is empty. `draw_seed` are
    32 hexadecimal digits, from which a draw can be repeated.
    """

    crisis = models.ForeignKey("crisis.Crisis", on_delete=models.CASCADE, related_name="selections")
    number = models.PositiveSmallIntegerField()
    criteria: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    rule_version = models.CharField(max_length=20)
    inputs: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    inputs_digest = models.CharField(max_length=64)
    result: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    method = models.CharField(max_length=11, choices=Method, default=Method.SCORES, db_default=Method.SCORES)
    draw_seed = models.CharField(max_length=32, blank=True, db_default="")
    band_reason = models.TextField(blank=True)
    stored_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    stored_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["crisis", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["crisis", "number"], name="selection_number_unique"),
            # Candidates have a copy of the method and refer to both columns, so that the copy is always right.
            models.UniqueConstraint(fields=["id", "method"], name="selection_method_of_candidates"),
            models.CheckConstraint(
                condition=Q(method__in=["draw", "unranked"], draw_seed__regex=r"^[0-9a-f]{32}$")
                | Q(method__in=["scores", "willingness"], draw_seed=""),
                name="selection_seed_if_drawn",
            ),
            models.CheckConstraint(condition=Q(method="scores") | ~Q(band_reason=""), name="selection_reason_unless_by_score"),
        ]

    def __str__(self) -> str:
        return f"selection {self.number} of crisis {self.crisis_id}"


class Candidate(models.Model):
    """One person in a saved selection. `position` orders the team and then the reserve list; others have none. So does `rank`,
    which nobody has in a selection without ranking. `method` is that of the selection.
    """

    class Standing(models.TextChoices):
        IN = "in", _("Selected")
        RESERVE = "reserve", _("Reserve list")
        OUT = "out", _("Not selected")

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="candidates")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=11, choices=Method, default=Method.SCORES, db_default=Method.SCORES)
    standing = models.CharField(max_length=8, choices=Standing)
    position = models.PositiveSmallIntegerField(null=True)
    rank = models.PositiveSmallIntegerField(null=True)
    in_band = models.BooleanField(default=False)
    # Codes of the rule, of exclusions and of coverage. The figures are in the result.
    reasons: models.JSONField[list[str], list[str]] = models.JSONField(default=list)

    person_id: int

    class Meta:
        ordering: ClassVar = ["selection", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["selection", "person"], name="candidate_once"),
            models.UniqueConstraint(fields=["selection", "position"], name="candidate_position_unique"),
            models.CheckConstraint(
                condition=Q(standing__in=["in", "reserve"], position__isnull=False) | Q(standing="out", position=None),
                name="candidate_position_unless_out",
            ),
            models.CheckConstraint(
                condition=Q(method="unranked", rank=None, in_band=False)
                | ~Q(method="unranked") & (Q(standing="out") | Q(rank__isnull=False)),
                name="candidate_rank_unless_without_ranking",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.standing}"
