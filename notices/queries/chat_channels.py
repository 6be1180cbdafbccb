"""Chat channels with their newest posts."""

from django.db.models import OuterRef, QuerySet, Subquery

from notices.models import ChatChannel, ChatPost

State = ChatPost.State


def channels() -> QuerySet[ChatChannel]:
    """Channels by name. `newest_state` and `newest_error` are those of the newest post that was tried, `posted_at` is the time
    of the newest that was sent.
    """
    posts = ChatPost.objects.filter(channel=OuterRef("pk")).order_by("-created_at", "-pk")
    tried = posts.exclude(state=State.DROPPED).exclude(state=State.WAITING, tries=0)
    return ChatChannel.objects.annotate(
        newest_state=Subquery(tried.values("state")[:1]),
        newest_error=Subquery(tried.values("error")[:1]),
        posted_at=Subquery(posts.filter(state=State.SENT).values("finished_at")[:1]),
    ).order_by("name")


def recent_posts() -> QuerySet[ChatPost]:
    """Posts of the last month, newest first."""
    return ChatPost.objects.select_related("channel").order_by("-created_at", "-pk")
