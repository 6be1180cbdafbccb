"""Notifications of a person."""

from django.db.models import QuerySet

from people.models import Notification, User


def notifications(user: User) -> QuerySet[Notification]:
    """One's own messages, newest first."""
    return Notification.objects.filter(person=user.person_id)


def unread_count(user: User) -> int:
    """How many messages wait: for the navigation. Reads a partial index of unread ones only."""
    return Notification.objects.filter(person=user.person_id, read_at=None).count()
