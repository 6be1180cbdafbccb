"""Delete old rows: each tick removes a limited number, the oldest first."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from core import clock

# Of each kind of row in one tick: a million that wait are gone within two hours, and no tick takes long.
AT_ONCE = 5_000


def kept_since(days: int) -> datetime | None:
    """The moment before which rows are deleted that are kept for so many days; None for 0, which is without end."""
    return clock.now() - timedelta(days=days) if days else None


@transaction.atomic
def delete_some(old: QuerySet[Any]) -> int:
    """Delete the first of these rows. Those that another transaction holds are left for a later tick. Returns how many went."""
    rows = list(old.select_for_update(skip_locked=True).values_list("pk", flat=True)[:AT_ONCE])
    if rows:
        old.model.objects.filter(pk__in=rows).delete()
    return len(rows)
