"""API tokens for other systems, and counts of calls."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.models.persons import Person


class Scope(models.TextChoices):
    """Permissions of an API token."""

    FEEDBACK_WRITE = "feedback:write", _("Send contacts and survey responses")
    IMPORTS_READ = "imports:read", _("See the status of imports and the rows that weren't imported")
    PEOPLE_ADD = "people:add", _("Add an agent for each unknown name")


class ApiToken(models.Model):
    """API token of the organisation, independent of the person who created it. It works until it expires or is revoked.

    Only the secret's digest and last characters are stored. The secret is long and random, so a fast digest is enough.
    """

    name = models.CharField(max_length=80)
    scopes = ArrayField(models.CharField(max_length=20))
    digest = models.CharField(max_length=64)
    ending = models.CharField(max_length=4)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["digest"], name="api_token_digest_unique"),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=["feedback:write", "imports:read", "people:add"]),
                name="api_token_scopes_known",
            ),
            models.CheckConstraint(condition=Q(scopes__len__gte=1), name="api_token_may_do_something"),
        ]

    def __str__(self) -> str:
        return self.name


class CallCount(models.Model):
    """Number of calls per minute of a token, or of an address without one."""

    caller = models.CharField(max_length=80)
    minute_at = models.DateTimeField()
    calls = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["caller", "minute_at"], name="call_count_once_a_minute")]
        indexes: ClassVar = [models.Index(fields=["minute_at"], name="call_count_time")]

    def __str__(self) -> str:
        return f"{self.caller}: {self.calls}"
