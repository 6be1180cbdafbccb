"""Expired sessions."""

from django.contrib.sessions.models import Session

from core import clock
from core.deletion import delete_some


def forget_sessions() -> int:
    """Delete expired sessions. Part of the tick."""
    return delete_some(Session.objects.filter(expire_date__lt=clock.now()).order_by("expire_date"))
