"""People, their memberships, leave, names in imported files, and notifications."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GistIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from people.models.organisation import Organisation, Shift, Team
from people.models.roles import Role

if TYPE_CHECKING:
    from people.models.sign_ins import User

# Limits of forms and database.
MOST_CONTRACT_HOURS = 60
LONGEST_EMAIL = 254


class Channel(models.TextChoices):
    PHONE = "phone", _("Phone")
    CHAT = "chat", _("Chat")
    EMAIL = "email", _("E-mail")
    SOCIAL = "social", _("Social media")
    OTHER = "other", _("Other")


class PersonQuerySet(models.QuerySet["Person"]):
    def named(self, text: str) -> "PersonQuerySet":
        """People whose name or address contains the text."""
        return self.filter(Q(display_name__icontains=text) | Q(email__icontains=text))

    def active(self) -> "PersonQuerySet":
        return self.themselves().filter(left_on=None)

    def themselves(self) -> "PersonQuerySet":
        """People without records that were merged into another one."""
        return self.filter(merged_into=None)

    def visible_to(self, user: "User") -> "PersonQuerySet":
        """People whom the user may see: themselves, their teams, or everyone for administrators. Not for performance data."""
        if user.has_role(Role.ADMINISTRATOR):
            return self.all()
        mine = Q(pk=user.person_id)
        if user.has_role(Role.SUPERVISOR):
            mine |= Q(pk__in=Membership.objects.of_teams_led_by(user.person_id).values("person"))
        return self.filter(mine)


class Person(models.Model):
    """Person, with or without an account: agents (CSPs), team leaders, reviewers and staff.

    `joined_on` is the first day at work, `left_on` the first day on which they no longer work here. A duplicate record is
    `merged_into` the other one, and only its name in earlier entries stays in use. A foreign key that Django can't express,
    `person_merged_into_no_chain`, prevents merging into a merged record.
    """

    display_name = models.CharField(max_length=120)
    email = models.EmailField(max_length=LONGEST_EMAIL, null=True, blank=True)  # noqa: DJ001 - unique where given
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    channels = ArrayField(models.CharField(max_length=10, choices=Channel), default=list, blank=True)
    contract_hours = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    time_zone = models.CharField(max_length=60, blank=True)
    work_starts_at = models.TimeField(null=True, blank=True)
    work_ends_at = models.TimeField(null=True, blank=True)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    # Only for people who have left.
    erased_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    merged_into_id: int | None

    objects: ClassVar[PersonQuerySet] = PersonQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["display_name", "pk"]
        verbose_name_plural = "people"
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="person_email_unique"),
            models.CheckConstraint(condition=~Q(display_name=""), name="person_has_a_name"),
            models.CheckConstraint(
                condition=Q(contract_hours=None) | Q(contract_hours__gt=0, contract_hours__lte=MOST_CONTRACT_HOURS),
                name="person_hours_possible",
            ),
            models.CheckConstraint(
                condition=Q(joined_on=None) | Q(left_on=None) | Q(joined_on__lte=F("left_on")),
                name="person_joined_before_leaving",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(left_on__isnull=False) | Q(merged_into__isnull=False),
                name="person_erased_after_leaving",
            ),
            models.CheckConstraint(
                # A comparison with null is unknown, and a check lets unknown pass, so both must be given.
                condition=Q(work_starts_at=None, work_ends_at=None)
                | Q(work_starts_at__isnull=False, work_ends_at__isnull=False, work_starts_at__lt=F("work_ends_at")),
                name="person_working_hours_in_order",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")), name="person_not_merged_into_itself"
            ),
        ]
        indexes: ClassVar = [GistIndex(OpClass(F("display_name"), name="gist_trgm_ops(siglen=64)"), name="person_name_alike")]

    def __str__(self) -> str:
        return self.display_name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date) -> "MembershipQuerySet":
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gt=day))

    def current(self) -> "MembershipQuerySet":
        """Memberships today, in the reporting zone."""
        return self.on(Organisation.current().today).filter(person__merged_into=None)

    def of_teams_led_by(self, person_id: int) -> "MembershipQuerySet":
        led = Membership.objects.current().filter(person_id=person_id, is_lead=True).values("team")
        return self.current().filter(team__in=led)


class Membership(models.Model):
    """Time of a person in a team. `ends_on` is the day after the last one."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    is_lead = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects: ClassVar[MembershipQuerySet] = MembershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "team memberships"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on=None) | Q(starts_on__lt=F("ends_on")), name="membership_not_empty"),
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("team", RangeOperators.EQUAL),
                    (Func("starts_on", "ends_on", function="DATERANGE"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.team}"

    @property
    def last_on(self) -> date | None:
        """Last day in the team, or None if the end is open."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None


class Leave(models.Model):
    """Leave of a person from the first to the last day, both included."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="leaves")
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        verbose_name_plural = "periods of leave"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(first_on__lte=F("last_on")), name="leave_days_in_order"),
            ExclusionConstraint(
                name="leave_does_not_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (Func("first_on", "last_on", models.Value("[]"), function="DATERANGE"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} away {self.first_on} to {self.last_on}"


class SourceIdentity(models.Model):
    """Match of a name in a source's files to a person, or to no one, such as a deleted account or a program."""

    source = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="source_identities")

    class Meta:
        verbose_name_plural = "names in imported files"
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "label"], name="source_label_unique")]

    def __str__(self) -> str:
        return f"{self.label} ({self.source})"


class Notification(models.Model):
    """Notification inside the product: a sentence and a link. The key prevents duplicates."""

    TEXT_LENGTH = 300

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notifications")
    key = models.CharField(max_length=200)
    text = models.CharField(max_length=TEXT_LENGTH)
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)
    # Set in the transaction that decides how it is delivered outside the product.
    is_planned = models.BooleanField(default=False, db_default=False)
    # Nothing about a drill leaves the circle of its participants.
    is_about_drill = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "key"], name="notification_once")]
        indexes: ClassVar = [
            models.Index(fields=["person"], condition=Q(read_at=None), name="notification_unread"),
            models.Index(fields=["read_at"], condition=Q(read_at__isnull=False), name="notification_read_time"),
            models.Index(fields=["created_at"], condition=Q(read_at=None), name="notification_unread_time"),
            models.Index(fields=["created_at"], condition=Q(is_planned=False), name="notification_unplanned"),
        ]

    def __str__(self) -> str:
        return self.text
