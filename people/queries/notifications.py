"""Notifications of a person."""

from django.db.models import QuerySet

from people.models import Notification, User


def notifications(user: User) -> QuerySet[Notification]:
    """Notifications of the user, newest first."""
    return Notification.objects.filter(person=user.person_id)


def unread_count(user: User) -> int:
    """Number of unread notifications, for the navigation. Reads a partial index."""
    return Notification.objects.filter(person=user.person_id, read_at=None).count()
