"""Support contacts with their hours, and requests for help."""

import re
from datetime import time
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crisis.cells import CellKind, value_name
from crisis.escalation import HelpLevel
from crisis.models.crises import Crisis
from crisis.support import Hours
from people.identity import Channel

if TYPE_CHECKING:
    from people.identity import User

# A number that a telephone can call, with the usual separators.
CALLABLE = r"^[+(*#0-9][0-9*# ().-]*$"
PHONE = RegexValidator(CALLABLE, gettext_lazy("Enter one phone number or extension: digits, spaces and + ( ) - . * # only."))

LAST_RANK = 3
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
LONGEST_NOTE = 200


class SupportContact(models.Model):
    """A colleague or another named person for agents to call, and how to reach them.

    `phone` is a number or an extension that a button can call; `reach` has the rest. The first choice has the rank 1, backups
    have higher ranks. Without hours, the contact can always be called. `days` are ISO weekdays on which the hours start; hours
    that end at or before their start go on into the next day. `shift`, `channel` and `language` limit whom the contact serves.
    """

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="support_contacts")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    reach = models.CharField(max_length=160)
    phone = models.CharField(max_length=30, blank=True, default="", db_default="")
    rank = models.PositiveSmallIntegerField(default=1, db_default=1)
    days = ArrayField(models.PositiveSmallIntegerField(), default=list, db_default=[])
    starts_at = models.TimeField(null=True)
    ends_at = models.TimeField(null=True)
    time_zone = models.CharField(max_length=60, blank=True, default="", db_default="")
    # Without its shift, the contact would serve all shifts.
    shift = models.ForeignKey("people.Shift", on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel, blank=True, default="", db_default="")
    language = models.CharField(max_length=8, blank=True, default="", db_default="")

    person_id: int | None
    shift_id: int | None

    class Meta:
        ordering: ClassVar = ["rank", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(person__isnull=False) & Q(name="")) | (Q(person=None) & ~Q(name="")),
                name="support_contact_is_a_colleague_or_named",
            ),
            models.CheckConstraint(condition=~Q(reach=""), name="support_contact_can_be_reached"),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=CALLABLE), name="support_contact_phone_can_be_called"
            ),
            models.CheckConstraint(condition=Q(rank__gte=1, rank__lte=LAST_RANK), name="support_contact_rank_possible"),
            models.CheckConstraint(
                condition=Q(days=[], starts_at=None, ends_at=None, time_zone="")
                | (
                    Q(days__len__gte=1, days__contained_by=list(EVERY_DAY), starts_at__isnull=False, ends_at__isnull=False)
                    & ~Q(time_zone="")
                ),
                name="support_contact_hours_complete",
            ),
            models.UniqueConstraint(fields=["crisis", "person"], name="support_contact_once"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.person)

    @property
    def hours(self) -> Hours | None:
        """The hours, or None if the contact can always be called."""
        if self.starts_at is None or self.ends_at is None:
            return None
        return Hours(ZoneInfo(self.time_zone), frozenset(self.days), self.starts_at, self.ends_at)

    @property
    def hours_text(self) -> str:
        """The hours in words: “Mon–Fri, 07:00–21:00, Europe/Lisbon”. Empty if the contact can always be called."""
        if self.starts_at is None or self.ends_at is None:
            return ""
        clock = (
            _("24 hours") if self.starts_at == self.ends_at == time() else f"{_short(self.starts_at)}–{_short(self.ends_at)}"
        )
        return f"{_in_words(self.days)}, {clock}, {self.time_zone}"

    @property
    def serves_text(self) -> str:
        """The shift, channel and language served, such as “Late, Phone, German”. Empty if the contact serves everyone."""
        language = value_name(CellKind.LANGUAGE, self.language) if self.language else ""
        parts = (self.shift.name if self.shift else "", self.get_channel_display(), language)
        return ", ".join(part for part in parts if part)

    @property
    def phone_url(self) -> str:
        """The URL that calls the number, without the characters that only help people to read it.

        In “+44 (0)20 …” the 0 is for calls within the country, so the URL leaves it out.
        """
        number = self.phone.replace("(0)", "") if self.phone.startswith("+") else self.phone
        return "tel:" + re.sub(r"[^+*#0-9]", "", number).replace("#", "%23")


def _short(moment: time) -> str:
    return time_format(moment, "H:i")


def _in_words(days: list[int]) -> str:
    """Days in words, as a range if they follow each other: “Mon–Fri”, “Mon, Thu”."""
    names = [str(WEEKDAYS_ABBR[day - 1]) for day in sorted(days)]
    follow_each_other = max(days) - min(days) == len(days) - 1
    return f"{names[0]}–{names[-1]}" if follow_each_other and len(days) > 1 else ", ".join(names)


class HelpRequestQuerySet(models.QuerySet["HelpRequest"]):
    def visible_to(self, user: "User") -> "HelpRequestQuerySet":
        """The user's own, those they were called to, and those in crises that they lead. Nobody else may know of them."""
        called = HelpCall.objects.filter(person=user.person_id).values("request")
        led = Q(crisis__lead=user.person_id) | Q(crisis__deputy=user.person_id)
        return self.filter(Q(person=user.person_id) | led | Q(pk__in=called))

    def unfinished(self) -> "HelpRequestQuerySet":
        return self.filter(state__in=[HelpRequest.State.OPEN, HelpRequest.State.ANSWERED])


class HelpRequest(models.Model):
    """A team member's request for help. Deleted when the crisis is closed or cancelled.

    Asking for help must never count against anyone: no entry in the journal names the person, and no figure about them has it.
    """

    class State(models.TextChoices):
        OPEN = "open", gettext_lazy("Open")
        ANSWERED = "answered", gettext_lazy("Answered")
        CLOSED = "closed", gettext_lazy("Closed")
        CANCELLED = "cancelled", gettext_lazy("Cancelled")

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="help_requests")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Whether all levels have had their turn, so that the tick leaves the request alone.
    is_escalated = models.BooleanField(default=False)

    crisis_id: int
    person_id: int
    answered_by_id: int | None

    objects: ClassVar[HelpRequestQuerySet] = HelpRequestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "requests for help"
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["crisis", "person"], condition=Q(state__in=["open", "answered"]), name="help_request_one_unfinished"
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None, ended_at=None)
                | Q(state="answered", answered_at__isnull=False, ended_at=None)
                | Q(state__in=["closed", "cancelled"], ended_at__isnull=False),
                name="help_request_times_match_state",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None, answered_at=None) | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="help_request_answered_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("person")), name="help_request_answered_by_another"
            ),
            models.CheckConstraint(
                condition=(Q(answered_at=None) | Q(answered_at__gte=F("asked_at")))
                & (Q(ended_at=None) | Q(ended_at__gte=F("asked_at"))),
                name="help_request_times_in_order",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked_at"], condition=Q(state="open", is_escalated=False), name="help_request_waiting"),
        ]

    def __str__(self) -> str:
        return f"request for help {self.pk} in crisis {self.crisis_id}"


class HelpCall(models.Model):
    """A person who was called to help with a request, on a level of the escalation."""

    request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="calls")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=11, choices=HelpLevel)
    called_at = models.DateTimeField()

    person_id: int

    class Meta:
        verbose_name_plural = "calls for help"
        ordering: ClassVar = ["called_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "person"], name="help_call_once"),
            models.CheckConstraint(condition=Q(level__in=["first", "backups", "supervisors"]), name="help_call_level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} called to {self.request_id}"
