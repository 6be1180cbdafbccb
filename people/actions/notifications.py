"""Messages inside the product. They are not journalled: what they tell of is."""

from collections.abc import Collection

from django.db import transaction
from django.utils.text import Truncator

from core import clock
from people.models import Notification, User


def notify(*, person_id: int, key: str, text: str, url: str = "") -> None:
    """Leave a message for a person. The key makes it exist once, however often this is called. Long texts are cut."""
    text = Truncator(text).chars(Notification.TEXT_LENGTH)
    message = Notification(person_id=person_id, key=key, text=text, url=url, created_at=clock.stamp())
    Notification.objects.bulk_create([message], ignore_conflicts=True)


@transaction.atomic
def mark_read(*, actor: User, ids: Collection[int] | None = None) -> int:
    """Mark one's own messages as read: these, or all. Returns how many were unread."""
    unread = Notification.objects.filter(person=actor.person_id, read_at=None)
    if ids is not None:
        unread = unread.filter(pk__in=ids)
    return unread.update(read_at=clock.now())
