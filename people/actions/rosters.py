"""Deleting old rostered shifts, and the records of changes from files."""

from datetime import timedelta

from core import clock
from core.deletion import delete_some
from people.models import RosteredShift, StaffUpdate

# Longer than any invitation waits for a reply, because its reminders depend on the working time since it was sent.
KEPT = timedelta(days=92)


def forget_rosters() -> int:
    """Delete shifts that ended long ago. Part of the tick."""
    return delete_some(RosteredShift.objects.filter(ends_at__lt=clock.now() - KEPT).order_by("ends_at"))


def forget_staff_updates() -> int:
    """Delete the records of changes that were made long ago. They can't be undone any more. Part of the tick."""
    return delete_some(StaffUpdate.objects.filter(applied_at__lt=clock.now() - KEPT).order_by("applied_at"))
