"""Actions of administrators on chat channels. The journal gets their names, never their addresses."""

import uuid
from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.refusals import Refused
from journal.actions import house_journal, record
from notices import permissions
from notices.actions.chat_posts import drop_waiting, start
from notices.chat.addresses import seal
from notices.chat.messages import message_for_test
from notices.chat.sending import checked_target
from notices.models import ChatChannel, ChatPost
from notices.verbs import Verb
from people.identity import User


class ChannelNameTaken(Refused):
    """Another channel has this name."""


class ChannelPaused(Refused):
    """A paused channel gets no messages."""


@transaction.atomic
def add_channel(*, actor: User, name: str, address: str, topics: Collection[str]) -> ChatChannel:
    """Add a channel that gets messages about these topics from now on."""
    if not permissions.can_manage_channels(actor):
        raise PermissionDenied
    _check_name(name)
    channel = ChatChannel.objects.create(name=name, topics=sorted(topics), created_at=clock.now(), **_sealed(address))
    record(house_journal(), Verb.CHANNEL_ADDED, actor=actor, subject=channel, texts={"name": name})
    return channel


@transaction.atomic
def change_channel(*, actor: User, channel: ChatChannel, name: str, topics: Collection[str], address: str = "") -> ChatChannel:
    """Change name, topics and, unless it is empty, the address. Waiting messages go to the new address."""
    locked = _locked(actor, channel)
    _check_name(name, besides=locked.pk)
    changes = {"name": name, "topics": sorted(topics), **(_sealed(address) if address else {})}
    for field, value in changes.items():
        setattr(locked, field, value)
    locked.save(update_fields=list(changes))
    record(house_journal(), Verb.CHANNEL_CHANGED, actor=actor, subject=locked, texts={"name": name})
    return locked


@transaction.atomic
def pause_channel(*, actor: User, channel: ChatChannel) -> ChatChannel:
    """Pause a channel. Waiting messages are dropped, because they would be outdated later. Idempotent."""
    locked = _locked(actor, channel)
    if not locked.is_paused:
        locked.is_paused = True
        locked.save(update_fields=["is_paused"])
        drop_waiting(locked)
        record(house_journal(), Verb.CHANNEL_PAUSED, actor=actor, subject=locked, texts={"name": locked.name})
    return locked


@transaction.atomic
def resume_channel(*, actor: User, channel: ChatChannel) -> ChatChannel:
    """Resume a paused channel. Idempotent."""
    locked = _locked(actor, channel)
    if locked.is_paused:
        locked.is_paused = False
        locked.save(update_fields=["is_paused"])
        record(house_journal(), Verb.CHANNEL_RESUMED, actor=actor, subject=locked, texts={"name": locked.name})
    return locked


@transaction.atomic
def delete_channel(*, actor: User, channel: ChatChannel) -> None:
    """Delete a channel with its address and the record of its posts."""
    locked = _locked(actor, channel)
    record(house_journal(), Verb.CHANNEL_DELETED, actor=actor, subject=locked, texts={"name": locked.name})
    locked.delete()


@transaction.atomic
def send_test_message(*, actor: User, channel: ChatChannel) -> ChatPost:
    """Send a test message, with the same tries as other messages."""
    locked = _locked(actor, channel)
    if locked.is_paused:
        raise ChannelPaused(_("%(name)s is paused. Resume it first, then send a test message.") % {"name": locked.name})
    now = clock.now()
    post = ChatPost.objects.create(
        channel=locked, key=f"test:{uuid.uuid4()}", message=message_for_test(), next_try_at=now, created_at=now
    )
    start(post)
    return post


def _locked(actor: User, channel: ChatChannel) -> ChatChannel:
    if not permissions.can_manage_channels(actor):
        raise PermissionDenied
    return ChatChannel.objects.select_for_update().get(pk=channel.pk)


def _sealed(address: str) -> dict[str, Any]:
    return {"shown_as": checked_target(address).shown_as, "sealed_address": seal(address)}


def _check_name(name: str, *, besides: int = 0) -> None:
    if ChatChannel.objects.filter(name__iexact=name).exclude(pk=besides).exists():
        raise ChannelNameTaken(_("%(name)s already exists. Choose another name.") % {"name": name})
