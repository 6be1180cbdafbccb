"""Deleting old rostered shifts."""

from datetime import timedelta

from core import clock
from core.deletion import delete_some
from people.models import RosteredShift

# Longer than any invitation waits for a reply, because its reminders depend on the working time since it was sent.
KEPT = timedelta(days=92)


def forget_rosters() -> int:
    """Delete shifts that ended long ago. Part of the tick."""
    return delete_some(RosteredShift.objects.filter(ends_at__lt=clock.now() - KEPT).order_by("ends_at"))
