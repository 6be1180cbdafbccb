"""Notifications to reviewers about reviews that are due soon. Part of the tick."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import ngettext

from core import clock
from people.actions import notify
from people.queries.notifications import people_told
from people.queries.organisation import today
from quality.models import Slot

DUE_SOON = timedelta(days=1)


@transaction.atomic
def tell_reviewers() -> int:
    """Notify each reviewer, at most once a day, of the reviews that are due within a day. Returns how many were notified."""
    now = clock.now()
    open_slots = Slot.objects.in_earnest().filter(state__in=[Slot.State.ASSIGNED, Slot.State.STARTED])
    soon = open_slots.filter(due_at__gt=now, due_at__lte=now + DUE_SOON).order_by()
    counts = dict(soon.values_list("reviewer").annotate(Count("pk")))
    if not counts:
        return 0
    key = f"reviews-due:{today():%Y-%m-%d}"
    untold = counts.keys() - people_told(counts.keys(), key)
    for person_id in sorted(untold):
        count = counts[person_id]
        text = ngettext("%(count)d review is due within a day.", "%(count)d reviews are due within a day.", count)
        notify(
            person_id=person_id,
            key=key,
            text=text % {"count": count},
            url=reverse("quality:queue"),
        )
    return len(untold)
