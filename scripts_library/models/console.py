"""The agent's console: pinned scripts, and searches that found nothing."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

MOST_PINNED = 12


class PinnedScript(models.Model):
    """A script that a person has pinned to their first screen. Positions bound how many there can be."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    script = models.ForeignKey("scripts_library.Script", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    person_id: int
    script_id: int

    class Meta:
        verbose_name_plural = "pinned scripts"
        ordering: ClassVar = ["person", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "script"], name="script_pinned_once"),
            models.UniqueConstraint(fields=["person", "position"], name="script_pins_have_positions"),
            models.CheckConstraint(condition=Q(position__gte=1, position__lte=MOST_PINNED), name="script_pins_are_few"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} pinned {self.script_id}"


class UnfoundSearch(models.Model):
    """Words of searches that found no script, without the people who typed them.

    Until enough searches had these words, only `digest` tells them apart, so that a customer's name that was typed once or
    twice is stored nowhere.
    """

    digest = models.CharField(max_length=64)
    words = models.CharField(max_length=100, blank=True)
    searches = models.PositiveIntegerField(default=1)
    last_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["digest"], name="unfound_search_digest_unique"),
            models.CheckConstraint(condition=Q(words="") | Q(searches__gte=3), name="unfound_search_is_shown_when_repeated"),
            models.CheckConstraint(condition=Q(searches__gte=1), name="unfound_search_was_made"),
        ]
        indexes: ClassVar = [models.Index(fields=["last_on"], name="unfound_search_last_on")]

    def __str__(self) -> str:
        return f"{self.searches} searches without a result"
