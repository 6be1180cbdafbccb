"""Roles of people."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    AGENT = "agent", _("Agent")
    SUPERVISOR = "supervisor", _("Supervisor")
    REVIEWER = "reviewer", _("QA reviewer")
    APPROVER = "approver", _("Script approver")
    TRAINER = "trainer", _("Trainer")
    OPS = "ops", _("Operations")
    ADMINISTRATOR = "administrator", _("Administrator")


class RoleGrant(models.Model):
    """Role of a person. A person can have several."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        verbose_name_plural = "roles"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "role"], name="role_granted_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"
