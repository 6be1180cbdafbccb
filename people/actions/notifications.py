"""Notifications inside the product. They aren't journalled; the events behind them are."""

from collections.abc import Collection
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.text import Truncator

from core import clock
from core.deletion import delete_some, kept_since
from journal.drills import hearers_of, marked
from people.models import Notification, User

if TYPE_CHECKING:
    from journal.models import Journal


def notify_all(*, person_ids: Collection[int], key: str, text: str, url: str = "", journal: "Journal | None" = None) -> None:
    """Notify these people, at most once each for this key. Long texts are truncated.

    If `journal` belongs to a drill, only its participants are notified, and the text says that it is a drill.
    """
    drill = journal if journal is not None and journal.is_drill else None
    if drill is not None:
        person_ids = hearers_of(drill.pk).intersection(person_ids)
        text = marked(text, is_drill=True)
    text, stamp = Truncator(text).chars(Notification.TEXT_LENGTH), clock.stamp()
    messages = [
        Notification(person_id=one, key=key, text=text, url=url, created_at=stamp, is_about_drill=drill is not None)
        for one in sorted(person_ids)
    ]
    Notification.objects.bulk_create(messages, ignore_conflicts=True)


def settle(*, person_id: int, keys: Collection[str]) -> None:
    """Mark notifications as read because the person has done what they ask for."""
    settle_all(person_ids=[person_id], keys=keys)


def settle_all(*, person_ids: Collection[int], keys: Collection[str]) -> None:
    """Mark notifications of these people as read because what they ask for was done. E-mails that wait are then dropped."""
    Notification.objects.filter(person__in=person_ids, key__in=keys, read_at=None).update(read_at=clock.now())


def settle_for_everyone(*, keys: Collection[str]) -> None:
    """Mark all notifications with these keys as read, also of people who wouldn't get them today. Reads all unread ones."""
    Notification.objects.filter(key__in=keys, read_at=None).update(read_at=clock.now())


def withdraw(*, person_id: int, keys: Collection[str]) -> None:
    """Delete notifications whose sender has taken them back, with their e-mails that wait."""
    Notification.objects.filter(person=person_id, key__in=keys).delete()


def notify(
    *,
    person_id: int,
    key: str,
    text: str,
    url: str = "",
    since: datetime | None = None,
    journal: "Journal | None" = None,
) -> None:
    """Notify a person, at most once for this key; see `notify_all`.

    A reconciler that repeats the notification in each tick passes `since`, the time from which it applies. After the retention
    time of notifications it is not created again.
    """
    if since is not None and _may_be_forgotten(since):
        return
    notify_all(person_ids=[person_id], key=key, text=text, url=url, journal=journal)


def take_unplanned(most: int) -> list[Notification]:
    """Mark the oldest notifications without a planned delivery as planned, and return them. Rows that another transaction has
    locked are left out. The caller plans the delivery in the same transaction.
    """
    unplanned = Notification.objects.filter(is_planned=False).order_by("created_at", "pk")
    taken = list(unplanned.select_for_update(skip_locked=True, no_key=True)[:most])
    Notification.objects.filter(pk__in=[each.pk for each in taken]).update(is_planned=True)
    return taken


def forget_messages(*, subjects: Collection[str]) -> None:
    """Delete everyone's notifications about these subjects: the first two parts of the key, such as `invitation:7`."""
    if subjects:
        Notification.objects.filter(reduce(or_, (Q(key__startswith=f"{subject}:") for subject in subjects))).delete()


def forget_notifications() -> int:
    """Delete notifications after their retention time, which is shorter for read ones. Part of the tick."""
    deleted = 0
    if (read_before := kept_since(settings.RETENTION_READ_NOTIFICATIONS_DAYS)) is not None:
        deleted += delete_some(Notification.objects.filter(read_at__lt=read_before).order_by("read_at"))
    if (left_before := kept_since(settings.RETENTION_UNREAD_NOTIFICATIONS_DAYS)) is not None:
        deleted += delete_some(Notification.objects.filter(read_at=None, created_at__lt=left_before).order_by("created_at"))
    return deleted


def _may_be_forgotten(since: datetime) -> bool:
    times = settings.RETENTION_READ_NOTIFICATIONS_DAYS, settings.RETENTION_UNREAD_NOTIFICATIONS_DAYS
    return any((before := kept_since(days)) is not None and since < before for days in times)


@transaction.atomic
def mark_read(*, actor: User, ids: Collection[int] | None = None) -> int:
    """Mark the user's own notifications as read: these or all. Returns how many were unread."""
    unread = Notification.objects.filter(person=actor.person_id, read_at=None)
    if ids is not None:
        unread = unread.filter(pk__in=ids)
    return unread.update(read_at=clock.now())
