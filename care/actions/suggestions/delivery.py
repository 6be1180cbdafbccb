"""Emptying the suggestion box once a day, and deleting originals some time after the answer. Both are parts of the tick."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import ngettext

from care.models import Suggestion, SuggestionBox, SuggestionMessage
from core import clock
from core.deletion import AT_ONCE
from people.actions import notify_all
from people.identity import Role
from people.queries.organisation import reporting_zone, today
from people.queries.roles import holders_of

# In the organisation's zone. Everyone knows it, so that it tells nothing.
HOUR_OF_DELIVERY = 6


@transaction.atomic
def deliver_suggestions() -> int:
    """Deliver everything in the box to the supervisors and tell them, once a day at a fixed hour. Part of the tick.

    All rows are written again in random order by one transaction. So neither their place in the table nor the number of the
    transaction that wrote them tells which came first.
    """
    day = _delivery_day(clock.now())
    box, is_first = SuggestionBox.objects.select_for_update().get_or_create(pk=1, defaults={"emptied_on": day})
    if is_first or box.emptied_on >= day:
        return 0
    box.emptied_on = day
    box.save(update_fields=["emptied_on"])
    delivered = 0
    for waiting in (Suggestion.objects.filter(is_delivered=False), SuggestionMessage.objects.filter(is_delivered=False)):
        for row in waiting.select_for_update(of=("self",)).order_by("?"):
            row.is_delivered = True
            row.save(update_fields=["is_delivered"])
            delivered += 1
    if delivered:
        _tell_supervisors(day, delivered)
    return delivered


@transaction.atomic
def forget_originals() -> int:
    """Delete original texts and conversations of suggestions after their retention time. Part of the tick."""
    days = settings.RETENTION_SUGGESTIONS_DAYS
    if not days:
        return 0
    old = Suggestion.objects.filter(answered_on__lt=today() - timedelta(days=days)).exclude(text="")
    locked = list(old.select_for_update(skip_locked=True).values_list("pk", flat=True)[:AT_ONCE])
    SuggestionMessage.objects.filter(suggestion__in=locked).delete()
    return Suggestion.objects.filter(pk__in=locked).update(text="")


def _delivery_day(now: datetime) -> date:
    """Day of the latest delivery hour that has passed."""
    return (now.astimezone(reporting_zone()) - timedelta(hours=HOUR_OF_DELIVERY)).date()


def _tell_supervisors(day: date, count: int) -> None:
    text = ngettext(
        "%(count)d new suggestion or message is in the suggestion box.",
        "%(count)d new suggestions or messages are in the suggestion box.",
        count,
    )
    notify_all(
        person_ids=holders_of(Role.SUPERVISOR),
        key=f"suggestions:{day.isoformat()}",
        text=text % {"count": count},
        url=reverse("care:triage"),
    )
