"""Coaching sessions, their notes and agreed actions, and what people want their coach to know about them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from care.models.coaches import CoachOf
from people.identity import User
from people.queries.persons import is_own

LONGEST_NOTES = 8000
LONGEST_ACTION = 300


class CoachingSessionQuerySet(models.QuerySet["CoachingSession"]):
    def visible_to(self, user: User) -> "CoachingSessionQuerySet":
        """Sessions of the user, those with people they coach now, and earlier ones that these people share with them.

        Nobody else sees a session, whatever their role.
        """
        theirs = CoachOf.objects.current().by(user)
        shared = theirs.filter(shares_earlier=True).values("person")
        earlier = Q(coaching__person__in=shared, state=CoachingSession.State.HELD)
        return self.filter(is_own(user, "coaching__person") | Q(coaching__in=theirs.values("pk")) | earlier)

    def between(self, user: User) -> "CoachingSessionQuerySet":
        """Sessions in which the user takes part: as the person, or as their present coach."""
        theirs = CoachOf.objects.current().by(user).values("pk")
        return self.filter(is_own(user, "coaching__person") | Q(coaching__in=theirs))

    def planned(self) -> "CoachingSessionQuerySet":
        return self.filter(state=CoachingSession.State.PLANNED)


class CoachingSession(models.Model):
    """One-to-one session of a person and their coach. `notes_version` counts the saved versions of the shared notes."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    coaching = models.ForeignKey(CoachOf, on_delete=models.CASCADE, related_name="sessions")
    planned_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    held_at = models.DateTimeField(null=True)
    shared_notes = models.TextField(blank=True, max_length=LONGEST_NOTES)
    notes_version = models.PositiveIntegerField(default=0)

    coaching_id: int

    objects: ClassVar[CoachingSessionQuerySet] = CoachingSessionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-planned_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=["planned", "held", "cancelled"]), name="session_state_known"),
            models.CheckConstraint(
                condition=Q(state="held", held_at__isnull=False) | (~Q(state="held") & Q(held_at=None)),
                name="session_time_matches_state",
            ),
        ]

    def __str__(self) -> str:
        return f"coaching session {self.pk}"


class PrivateNote(models.Model):
    """Notes of one of the two about a session. Only their writer sees them."""

    session = models.ForeignKey(CoachingSession, on_delete=models.CASCADE, related_name="private_notes")
    writer = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    text = models.TextField(max_length=LONGEST_NOTES)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "writer"], name="private_note_once"),
            models.CheckConstraint(condition=~Q(text=""), name="private_note_not_empty"),
        ]

    def __str__(self) -> str:
        return f"private note on session {self.session_id}"


class AgreedAction(models.Model):
    """Something that the two agreed on in a session: who does it until when."""

    session = models.ForeignKey(CoachingSession, on_delete=models.CASCADE, related_name="actions")
    owner = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=LONGEST_ACTION)
    due_on = models.DateField()
    agreed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    owner_id: int
    session_id: int

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="agreed_action_says_what"),
            models.CheckConstraint(condition=Q(done_at=None) | Q(done_at__gte=F("agreed_at")), name="agreed_action_done_later"),
        ]

    def __str__(self) -> str:
        return self.text


class AboutMe(models.Model):
    """What a person wants their coach to know about them. They can change or delete it at any time."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    feedback = models.TextField(blank=True, max_length=LONGEST_NOTES)
    helps = models.TextField(blank=True, max_length=LONGEST_NOTES)
    strengths = models.TextField(blank=True, max_length=LONGEST_NOTES)

    class Meta:
        verbose_name_plural = "texts about oneself"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person"], name="about_me_once"),
            models.CheckConstraint(condition=~Q(feedback="") | ~Q(helps="") | ~Q(strengths=""), name="about_me_not_empty"),
        ]

    def __str__(self) -> str:
        return f"about {self.person_id}"
