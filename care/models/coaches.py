"""Coaches of people."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from people.identity import Role, User
from people.queries.persons import is_own

# Roles of the people who can be a coach.
COACHES = (Role.SUPERVISOR, Role.REVIEWER, Role.APPROVER, Role.TRAINER)


class CoachOfQuerySet(models.QuerySet["CoachOf"]):
    def current(self) -> "CoachOfQuerySet":
        """Coaches whom the person has agreed to, and who still are."""
        return self.filter(agreed_at__isnull=False, ended_at=None)

    def proposed(self) -> "CoachOfQuerySet":
        return self.filter(agreed_at=None, ended_at=None)

    def of(self, user: User) -> "CoachOfQuerySet":
        return self.filter(is_own(user))

    def by(self, user: User) -> "CoachOfQuerySet":
        """People whom the user coaches: nobody, if they have lost the roles of a coach."""
        return self.filter(is_own(user, "coach")) if user.has_role(*COACHES) else self.none()

    def between(self, user: User) -> "CoachOfQuerySet":
        """Those in which the user is the person or the coach."""
        return self.of(user) | self.by(user)


class CoachOf(models.Model):
    """Coach of a person from `agreed_at` to `ended_at`. Nobody is anyone's coach without that person's agreement.

    A team leader can propose one; until the person agrees, the coach sees nothing. `shares_earlier`: the person lets this coach
    read the shared notes that they wrote with earlier ones.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    coach = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    proposed_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    shares_earlier = models.BooleanField(default=False)
    # The last day on which the coach opened the page about the person, who can see it.
    last_read_on = models.DateField(null=True)

    person_id: int
    coach_id: int

    objects: ClassVar[CoachOfQuerySet] = CoachOfQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "coaches"
        ordering: ClassVar = ["-proposed_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(agreed_at__isnull=False, ended_at=None), name="one_coach_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(agreed_at=None, ended_at=None), name="one_proposed_coach_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(person=F("coach")), name="coach_is_somebody_else"),
            models.CheckConstraint(
                condition=(Q(agreed_at=None) | Q(agreed_at__gte=F("proposed_at")))
                & (Q(ended_at=None) | Q(ended_at__gte=F("proposed_at")))
                & (Q(agreed_at=None) | Q(ended_at=None) | Q(ended_at__gte=F("agreed_at"))),
                name="coach_times_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.coach_id} for {self.person_id}"
