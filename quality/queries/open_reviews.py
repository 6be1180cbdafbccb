"""Reviews that are still to be made, as figures."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from core.version_tokens import STATEMENT_NOW, Rows
from people.identity import User
from quality.models import Slot

# Open slots whose time is over, of every reviewer and of none; for `core.version_tokens`.
OVERDUE = Rows(Slot, f"state IN ('waiting', 'assigned', 'started') AND due_at < {STATEMENT_NOW}")


@dataclass(frozen=True, slots=True)
class QueueSummary:
    """How many reviews a reviewer has to make, how many of them are late, and when the first was or is due."""

    count: int
    overdue: int
    first_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class OverdueReviews:
    """How many reviews of all programmes are late, and how many of these have no reviewer."""

    count: int
    unassigned: int


def queue_summary(user: User, now: datetime) -> QueueSummary:
    """The reviewer's queue in figures. One query."""
    queued = Slot.objects.queued_for(user.person_id).order_by()
    return QueueSummary(
        **queued.aggregate(count=Count("pk"), overdue=Count("pk", filter=Q(due_at__lt=now)), first_due_at=Min("due_at"))
    )


def overdue_reviews(now: datetime) -> OverdueReviews:
    """Late reviews of all programmes but drills in figures. One query."""
    return OverdueReviews(
        **Slot.objects.in_earnest().overdue(now).aggregate(count=Count("pk"), unassigned=Count("pk", filter=Q(reviewer=None)))
    )
