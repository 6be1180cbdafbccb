"""The organisation, its teams and its shifts."""

import zoneinfo
from datetime import date, time
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from core import clock
from core.request_cache import once
from people.models.roles import Role


class Organisation(models.Model):
    """The organisation of this installation. Days, weeks and months are those of its reporting zone."""

    name = models.CharField(max_length=120)
    reporting_zone = models.CharField(max_length=60, default="UTC")
    work_starts_at = models.TimeField(default=time(8))
    work_ends_at = models.TimeField(default=time(18))
    # People with these roles must set up a second factor before they can do anything else.
    second_factor_roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list, db_default=[])
    # Address for barriers, shown in the accessibility statement.
    accessibility_contact = models.EmailField(blank=True, default="", db_default="")
    # What the organisation states on the page “Data about you”.
    privacy_contact = models.CharField(max_length=200, blank=True, default="", db_default="")
    legal_basis = models.CharField(max_length=2000, blank=True, default="", db_default="")
    works_agreement = models.CharField(max_length=200, blank=True, default="", db_default="")
    works_agreement_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(second_factor_roles__contained_by=Role.values), name="organisation_second_factor_roles_known"
            ),
            models.CheckConstraint(condition=Q(pk=1), name="organisation_only_one"),
            models.CheckConstraint(
                condition=Q(works_agreement_on=None) | ~Q(works_agreement=""), name="organisation_dated_agreement_has_a_name"
            ),
            models.CheckConstraint(condition=Q(work_starts_at__lt=F("work_ends_at")), name="organisation_hours_in_order"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.reporting_zone)

    @property
    def today(self) -> date:
        """Today in the reporting zone, by the database's clock."""
        return clock.today(self.zone)

    @staticmethod
    @once
    def current() -> "Organisation":
        """The organisation, or an unsaved one in UTC until it is set up."""
        return Organisation.objects.filter(pk=1).first() or Organisation(pk=1, name="")


class Team(models.Model):
    name = models.CharField(max_length=120)
    site = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(Lower("name"), name="team_name_unique")]

    def __str__(self) -> str:
        return self.name


class Shift(models.Model):
    """Usual working time. A night shift ends on the next day, so `ends_at` is before `starts_at`."""

    name = models.CharField(max_length=60)
    starts_at = models.TimeField()
    ends_at = models.TimeField()

    class Meta:
        ordering: ClassVar = ["starts_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("name"), name="shift_name_unique"),
            models.CheckConstraint(condition=~Q(starts_at=F("ends_at")), name="shift_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name
