"""Chat channels."""

from typing import Any

from core import clock
from notices.chat.addresses import seal, target_of
from notices.models import ChatChannel, ChatPost

ADDRESS = "ntfys://tk_secretsecretsecretsecretsecre@ntfy.example.org/crisis"


def channel(address: str = ADDRESS, **details: Any) -> ChatChannel:
    """A channel that gets crisis updates."""
    shown_as = target_of(address).shown_as
    values = {"name": "Crisis desk", "topics": ["crisis-updates"], "sealed_address": seal(address), "shown_as": shown_as}
    return ChatChannel.objects.create(**{**values, **details})


def post(to: ChatChannel, **details: Any) -> ChatPost:
    """A post that was sent."""
    now = clock.now()
    values = {"key": f"crisis:1:update:{to.posts.count()}", "topic": "crisis-updates", "state": "sent", "finished_at": now}
    return ChatPost.objects.create(**{"channel": to, "next_try_at": now, **values, **details})
