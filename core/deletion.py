"""Delete old rows: each tick removes a limited number, the oldest first."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from core import clock

# Per kind of row and tick: a backlog of a million is gone within two hours, and no tick takes long.
AT_ONCE = 5_000


def kept_since(days: int) -> datetime | None:
    """Moment before which rows are deleted that are kept for this many days. None for 0, which means forever."""
    return clock.now() - timedelta(days=days) if days else None


@transaction.atomic
def delete_some(old: QuerySet[Any]) -> int:
    """Delete the first of these rows. Returns how many. Locked rows are left for a later tick."""
    rows = list(old.select_for_update(skip_locked=True).values_list("pk", flat=True)[:AT_ONCE])
    if rows:
        old.model.objects.filter(pk__in=rows).delete()
    return len(rows)
