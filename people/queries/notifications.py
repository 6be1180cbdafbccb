"""Notifications of a person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, Q, QuerySet

from core.version_tokens import Rows
from people.models import Notification, User
from people.news import News, finders


@dataclass(frozen=True, slots=True)
class Bell:
    """Number of unread notifications, and the news among them."""

    unread: int
    news: list[News]

    @property
    def version(self) -> str:
        return ".".join([str(self.unread), *(each.key for each in self.news)])


def notifications(user: User) -> QuerySet[Notification]:
    """Notifications of the user, newest first."""
    return Notification.objects.filter(person=user.person_id)


def unread_count(user: User) -> int:
    """Number of unread notifications. Reads a partial index."""
    return Notification.objects.filter(person=user.person_id, read_at=None).count()


def people_told(person_ids: Collection[int], keys: Collection[str]) -> set[tuple[int, str]]:
    """Each of these people with each of these keys of which they have a notification. One query."""
    return set(Notification.objects.filter(person__in=person_ids, key__in=keys).values_list("person_id", "key"))


def last_told(person_ids: Collection[int], prefix: str) -> dict[int, datetime]:
    """When each of these people got their latest notification whose key starts with this. People without one are left out."""
    told = Notification.objects.filter(person__in=person_ids, key__startswith=prefix).order_by()
    return dict(told.values_list("person_id").annotate(Max("created_at")))


def unread_since(prefix: str, since: datetime) -> set[tuple[int, str]]:
    """People and keys of unread notifications since then whose key starts with this. Reads a partial index."""
    unread = Notification.objects.filter(read_at=None, created_at__gte=since, key__startswith=prefix)
    return set(unread.values_list("person_id", "key"))


def rows_of_notifications(ids: str) -> Rows:
    """Notifications with the ids that this SQL selects; for `core.version_tokens`."""
    return Rows(Notification, f"id IN ({ids})")


def bell_of(user: User, path: str) -> Bell:
    """The bell on the page at this path. One query as long as nothing is new."""
    unread = Notification.objects.filter(person=user.person_id, read_at=None)
    keys = {f"keys{place}": _keys(pattern) for place, pattern in enumerate(finders())}
    found = unread.order_by().aggregate(count=Count("pk"), **keys)
    news = [
        each
        for place, find in enumerate(finders().values())
        if found[f"keys{place}"]
        for each in find(user, found[f"keys{place}"], path)
    ]
    return Bell(found["count"], news)


def _keys(pattern: str) -> ArrayAgg:
    return ArrayAgg("key", filter=Q(key__regex=pattern), default=None)
