"""Plans of posts to chat channels, from the same notifications as e-mails."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from notices.chat.messages import message_about
from notices.models import ChatChannel, ChatPost
from notices.topics import topic_of

if TYPE_CHECKING:
    from people.models import Notification


def plan_posts(told: "Collection[Notification]", now: datetime) -> None:
    """Plan one post per event and channel, although several people got a notification about it. A drill never uses chat.

    Channels have no quiet hours: people mute a channel in their chat program.
    """
    channels = list(ChatChannel.objects.filter(is_paused=False))
    # People got the same notification, so any of them will do.
    events = {each.key: each for each in told if not each.is_about_drill} if channels else {}
    posts = []
    for key, event in events.items():
        topic = topic_of(key)
        if topic is not None and topic.is_for_channels:
            message = message_about(topic, event)
            posts += [
                ChatPost(channel=channel, key=key, topic=topic.name, message=message, next_try_at=now, created_at=now)
                for channel in channels
                if topic.name in channel.topics
            ]
    # Another tick may plan another person's notification about the same event.
    ChatPost.objects.bulk_create(posts, ignore_conflicts=True)
