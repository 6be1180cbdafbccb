"""Levels of people who are told that an update is late or that a request for help waits. Pure functions."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LevelT = TypeVar("LevelT", bound=TextChoices)

# After the announced time of the update: at once, then the next level and the one after it.
TOLD_AFTER = (timedelta(0), timedelta(minutes=10), timedelta(minutes=20))
# After the request for help.
CALLED_AFTER = (timedelta(0), timedelta(minutes=5), timedelta(minutes=10))


class EscalationLevel(TextChoices):
    """Levels of late updates, in the order in which they are told."""

    LEAD = "lead", _("Lead")
    DEPUTY = "deputy", _("Deputy")
    SUPERVISORS = "supervisors", _("Supervisors")


class HelpLevel(TextChoices):
    """Levels of requests for help, in the order in which they are called."""

    FIRST = "first", _("Support contact, lead and deputy")
    BACKUPS = "backups", _("Backups")
    SUPERVISORS = "supervisors", _("Supervisors")


def levels_due(
    levels: type[LevelT], after: Sequence[timedelta], since: datetime, now: datetime, staffed: Collection[LevelT]
) -> list[LevelT]:
    """Levels to tell by now about what waits since a time. A level without anyone gives its turn to the next one."""
    in_order = [level for level in levels if level in staffed]
    return [level for level, wait in zip(in_order, after, strict=False) if since + wait <= now]


def is_over(after: Sequence[timedelta], since: datetime, now: datetime) -> bool:
    """Whether every level has had its turn."""
    return since + after[-1] <= now
