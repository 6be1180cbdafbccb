"""Plans of posts to chat channels, from the same notifications as e-mails."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from notices.chat.messages import message_about
from notices.models import ChatChannel, ChatPost
from notices.topics import topic_of

if TYPE_CHECKING:
    from people.models import Notification


def plan_posts(told: "Collection[Notification]", now: datetime) -> None:
    """Plan one post per event and channel, although several people got a notification about it. A drill never uses chat.

    Channels have no quiet hours: people mute a channel in their chat program.
    """
    # People got the same notification, so any of them will do.
    events = {each.key: each for each in told if not each.is_about_drill}
    messages = {
        key: (topic.name, message_about(topic, event))
        for key, event in sorted(events.items())
        if (topic := topic_of(key)) is not None and topic.is_for_channels
    }
    posts = [
        ChatPost(channel=channel, key=key, topic=topic, message=message, next_try_at=now, created_at=now)
        for channel in (_locked_channels() if messages else ())
        for key, (topic, message) in messages.items()
        if topic in channel.topics
    ]
    # Another tick may plan another person's notification about the same event.
    ChatPost.objects.bulk_create(posts, ignore_conflicts=True)


def _locked_channels() -> QuerySet[ChatChannel]:
    """Channels that aren't paused. Nobody deletes or pauses them until the posts are committed.

    A post whose channel was deleted would roll back the e-mails planned with it. All ticks lock channels in the same order, so
    that no two wait for each other.
    """
    return ChatChannel.objects.filter(is_paused=False).order_by("pk").select_for_update(no_key=True)
