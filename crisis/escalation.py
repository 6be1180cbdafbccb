"""Levels of people who are told that an update is late. Pure functions."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# After the announced time of the update: at once, then the next level and the one after it.
TOLD_AFTER = (timedelta(0), timedelta(minutes=10), timedelta(minutes=20))


class EscalationLevel(TextChoices):
    """Levels in the order in which they are told."""

    LEAD = "lead", _("Lead")
    DEPUTY = "deputy", _("Deputy")
    SUPERVISORS = "supervisors", _("Supervisors")


def levels_due(due_at: datetime, now: datetime, staffed: Collection[EscalationLevel]) -> list[EscalationLevel]:
    """Levels to tell by now about an update that was due at a time. A level without anyone gives its turn to the next one."""
    in_order = [level for level in EscalationLevel if level in staffed]
    return [level for level, after in zip(in_order, TOLD_AFTER, strict=False) if due_at + after <= now]


def is_over(due_at: datetime, now: datetime) -> bool:
    """Whether every level has had its turn."""
    return due_at + TOLD_AFTER[-1] <= now
