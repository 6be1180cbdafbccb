"""Log of looks at people's records, which each person can read for their own record."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.organisation import Team
from people.models.persons import Person


class Look(models.Model):
    """Look at a person, at a team or at all agents; one row for each viewer, kind and day.

    Opening a list is a single look at everyone on it. `on` is a day in the reporting zone, `at` the first time on that day.
    """

    class Kind(models.TextChoices):
        RECORD = "record", _("Your record: teams, roles and leave")
        CARD = "card", _("Your card with CSAT figures")
        RESULT = "result", _("Results of your quality reviews")
        QUIZ = "quiz", _("Results of your quizzes")
        TEAM = "team", _("A list with figures of your team")
        EVERYONE = "everyone", _("A list with CSAT figures of all agents")

    OF_A_PERSON: ClassVar = [Kind.RECORD, Kind.CARD, Kind.RESULT, Kind.QUIZ]

    viewer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-on", "-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["viewer", "person", "kind", "on"], condition=Q(person__isnull=False), name="look_at_a_person_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["viewer", "team", "on"], condition=Q(team__isnull=False), name="look_at_a_team_once_a_day"
            ),
            models.UniqueConstraint(fields=["viewer", "on"], condition=Q(kind="everyone"), name="look_at_everyone_once_a_day"),
            models.CheckConstraint(
                condition=Q(kind__in=["record", "card", "result", "quiz"], person__isnull=False, team=None)
                | Q(kind="team", person=None, team__isnull=False)
                | Q(kind="everyone", person=None, team=None),
                name="look_is_at_what_its_kind_says",
            ),
            models.CheckConstraint(condition=Q(person=None) | ~Q(viewer=F("person")), name="look_at_somebody_else"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-on"], condition=Q(person__isnull=False), name="look_of_person"),
            models.Index(fields=["on"], name="look_day"),
        ]

    def __str__(self) -> str:
        return f"{self.viewer_id} looked on {self.on} ({self.kind})"
