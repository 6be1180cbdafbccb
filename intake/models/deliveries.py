"""Webhook endpoints, and kept answers to requests, so that repeated requests change nothing."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from intake.models.imports import Import


class WebhookEndpoint(models.Model):
    """Address to which a source sends signed responses one at a time.

    Checking a signature needs the secret. It is not stored but derived from `salt` and the installation's key, so that the
    database alone doesn't reveal it. After a change, the old one works for a while.
    """

    address = models.UUIDField(default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    source = models.CharField(max_length=60)
    creates_people = models.BooleanField(default=False)
    salt = models.CharField(max_length=64)
    salt_before = models.CharField(max_length=64, blank=True)
    before_until_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["address"], name="webhook_address_unique"),
            models.CheckConstraint(condition=~Q(salt=""), name="webhook_has_a_salt"),
            models.CheckConstraint(
                condition=Q(salt_before="", before_until_at=None) | (~Q(salt_before="") & Q(before_until_at__isnull=False)),
                name="webhook_secret_before_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class KeptAnswer(models.Model):
    """Answer to a request that may be repeated. Written in the transaction of the request's effect.

    `key` is the idempotency key of a token's request, or the id of an endpoint's message.
    """

    token = models.ForeignKey("people.ApiToken", on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    file = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="+")
    answer: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "key"], name="kept_answer_once_for_a_token"),
            models.UniqueConstraint(fields=["endpoint", "key"], name="kept_answer_once_for_an_endpoint"),
            models.CheckConstraint(
                condition=Q(token=None, endpoint__isnull=False) | Q(token__isnull=False, endpoint=None),
                name="kept_answer_to_one_asker",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["created_at"], name="kept_answer_time")]

    def __str__(self) -> str:
        return self.key
