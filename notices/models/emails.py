"""Choices of people about e-mails, the delivery of each notification, and changed wordings."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from notices.letter_wording import BODY, SUBJECT, TEXT
from notices.rules import DeliveryReason


class Preference(models.Model):
    """Choice of a person whether notifications of a topic come by e-mail. Without one, the topic's default applies."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=60)
    is_by_email = models.BooleanField()

    class Meta:
        verbose_name_plural = "choices about e-mails"
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "topic"], name="preference_once_per_topic")]

    def __str__(self) -> str:
        return f"{self.topic} {'on' if self.is_by_email else 'off'}"


class QuietHours(models.Model):
    """Quiet hours that a person chose, in their own zone. Without them, it is quiet outside their working hours."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    with_weekends = models.BooleanField()

    class Meta:
        verbose_name_plural = "quiet hours"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person"], name="quiet_hours_once"),
            models.CheckConstraint(condition=~Q(starts_at=F("ends_at")), name="quiet_hours_leave_time"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%H:%M}–{self.ends_at:%H:%M}"


class ShortSubjects(models.Model):
    """Choice of a person to hide the text in the subjects of their e-mails. Without a row, the setting applies."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "choices of short subjects"
        constraints: ClassVar = [models.UniqueConstraint(fields=["person"], name="short_subjects_once")]

    def __str__(self) -> str:
        return "short subjects"


class Delivery(models.Model):
    """Delivery of one notification by e-mail. Several can share an e-mail.

    A deleted notification takes its delivery along. `lifecycle` has the steps between the states.
    """

    class State(models.TextChoices):
        HELD = "held", _("Held")
        POSTED = "posted", _("In the outbox")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        DROPPED = "dropped", _("Not sent")

    notification = models.OneToOneField("people.Notification", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.HELD)
    reason = models.CharField(max_length=12, choices=DeliveryReason, blank=True)
    release_at = models.DateTimeField(null=True)
    posted_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # An emergency that didn't wait.
    is_in_quiet_hours = models.BooleanField(default=False)
    mail = models.ForeignKey("core.OutgoingMail", on_delete=models.SET_NULL, null=True, related_name="+")
    planned_at = models.DateTimeField(db_default=Now())

    notification_id: int

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="held", release_at__isnull=False) | (~Q(state="held") & Q(release_at__isnull=True)),
                name="delivery_held_until_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="held", posted_at__isnull=True)
                | Q(state="dropped")
                | Q(state__in=["posted", "sent", "failed"], posted_at__isnull=False),
                name="delivery_posted_at_matches_state",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["held", "posted"], finished_at__isnull=True)
                | Q(state__in=["sent", "failed", "dropped"], finished_at__isnull=False),
                name="delivery_finished_at_matches_state",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["held", "dropped"]) | ~Q(reason=""), name="delivery_says_why_it_was_not_sent"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["release_at"], condition=Q(state="held"), name="delivery_release"),
            models.Index(fields=["posted_at"], condition=Q(posted_at__isnull=False), name="delivery_posted"),
        ]

    def __str__(self) -> str:
        return f"delivery of {self.notification_id} ({self.state})"


class LetterTemplate(models.Model):
    """Wording of a topic's e-mails that an administrator changed. Without one, the default applies."""

    SUBJECT_LENGTH, BODY_LENGTH = 150, 4000

    topic = models.CharField(max_length=60)
    # Only forms limit the lengths: a pseudonym can be longer than the erased name that it replaces.
    subject = models.TextField(max_length=SUBJECT_LENGTH)
    body = models.TextField(max_length=BODY_LENGTH)
    changed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "texts of e-mails"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["topic"], name="letter_template_once_per_topic"),
            models.CheckConstraint(condition=Q(subject__regex=SUBJECT), name="letter_template_subject_is_one_line"),
            models.CheckConstraint(condition=Q(body__regex=BODY), name="letter_template_body_has_known_placeholders"),
            models.CheckConstraint(condition=Q(body__contains=TEXT), name="letter_template_body_has_the_message"),
        ]

    def __str__(self) -> str:
        return f"e-mails about {self.topic}"
