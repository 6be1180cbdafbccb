"""Figures of open reviews."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from core.version_tokens import STATEMENT_NOW, Rows
from people.identity import User
from quality.models import Slot

# Overdue slots with and without a reviewer; for `core.version_tokens`.
OVERDUE = Rows(Slot, f"state IN ('waiting', 'assigned', 'started') AND due_at < {STATEMENT_NOW}")


@dataclass(frozen=True, slots=True)
class QueueSummary:
    """A reviewer's queue: open reviews, overdue reviews, and when the first was or is due."""

    count: int
    overdue: int
    first_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class OverdueReviews:
    """Overdue reviews of all programmes, and how many of them have no reviewer."""

    count: int
    unassigned: int


def queue_summary(user: User, now: datetime) -> QueueSummary:
    """Figures of a reviewer's queue. One query."""
    queued = Slot.objects.queued_for(user.person_id).order_by()
    return QueueSummary(
        **queued.aggregate(count=Count("pk"), overdue=Count("pk", filter=Q(due_at__lt=now)), first_due_at=Min("due_at"))
    )


def overdue_reviews(now: datetime) -> OverdueReviews:
    """Figures of overdue reviews of all programmes but drills. One query."""
    return OverdueReviews(
        **Slot.objects.in_earnest().overdue(now).aggregate(count=Count("pk"), unassigned=Count("pk", filter=Q(reviewer=None)))
    )
