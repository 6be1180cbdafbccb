"""Chat channels of the organisation, and the posts to them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _


class ChatChannel(models.Model):
    """Chat channel of the organisation. Its address is a secret, so only `shown_as` is ever shown."""

    NAME_LENGTH = 80

    name = models.CharField(max_length=NAME_LENGTH)
    # From `notices.chat.addresses.seal`.
    sealed_address = models.TextField()
    # Service and host, without anything that allows to post.
    shown_as = models.CharField(max_length=300)
    topics = ArrayField(models.CharField(max_length=60))
    is_paused = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("name"), name="chat_channel_name_unique"),
            models.CheckConstraint(condition=Q(topics__len__gte=1), name="chat_channel_has_topics"),
            # The first bytes of a Fernet token: the version and the upper half of the time.
            models.CheckConstraint(condition=Q(sealed_address__startswith="gAAAAA"), name="chat_channel_address_is_sealed"),
        ]

    def __str__(self) -> str:
        return self.name


class ChatPost(models.Model):
    """Post about one event to one channel. Its message is deleted when it is finished; `lifecycle` has the steps."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        DROPPED = "dropped", _("Not sent")

    ERROR_LENGTH = 300

    channel = models.ForeignKey(ChatChannel, on_delete=models.CASCADE, related_name="posts")
    # The key of the notifications about the event.
    key = models.CharField(max_length=200)
    # Empty for a test message.
    topic = models.CharField(max_length=60, blank=True)
    message = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    error = models.CharField(max_length=ERROR_LENGTH, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    channel_id: int

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "key"], name="chat_post_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", finished_at__isnull=True) | (~Q(state="waiting") & Q(finished_at__isnull=False)),
                name="chat_post_finished_at_matches_state",
            ),
            models.CheckConstraint(
                condition=(Q(state="waiting") & ~Q(message="")) | (~Q(state="waiting") & Q(message="")),
                name="chat_post_message_while_waiting",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="chat_post_due"),
            models.Index(fields=["finished_at"], condition=Q(finished_at__isnull=False), name="chat_post_finished"),
            models.Index(fields=["channel", "-created_at"], name="chat_post_newest"),
        ]

    def __str__(self) -> str:
        return f"post {self.key} ({self.state})"
