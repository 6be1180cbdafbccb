"""Emptying the suggestion box once a day, and deleting originals some time after the answer. Both are parts of the tick."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from care.models import Suggestion, SuggestionBox, SuggestionMessage
from care.weeks import delivery_day, monday_of
from core import clock
from core.deletion import AT_ONCE
from people.actions import notify_all
from people.identity import Role
from people.queries.organisation import today
from people.queries.roles import holders_of

WAITING = Q(is_delivered=False)


def deliver_suggestions() -> int:
    """Deliver everything in the box to the supervisors and tell them, once a day at a fixed hour. Part of the tick.

    They are told by a transaction of its own, because otherwise the number of the transaction that wrote both would tell which
    suggestions came on which day. It is the first one, so that an interruption loses no notification.
    """
    day = delivery_day(clock.now())
    if SuggestionBox.objects.filter(emptied_on__lt=day).exists() and _is_anything_waiting():
        _tell_supervisors(day)
    return _empty_box(day)


@transaction.atomic
def forget_originals() -> int:
    """Delete original texts and conversations of suggestions after their retention time. Part of the tick.

    The time of a merged one begins with the answer to the one it was merged into, because that is the answer to both.
    """
    days = settings.RETENTION_SUGGESTIONS_DAYS
    if not days:
        return 0
    before = today() - timedelta(days=days)
    is_answered = Q(merged_into=None) | Q(merged_into__answered_on__lt=before)
    old = Suggestion.objects.filter(is_answered, answered_on__lt=before).exclude(text="")
    locked = list(old.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:AT_ONCE])
    SuggestionMessage.objects.filter(suggestion__in=locked).delete()
    return Suggestion.objects.filter(pk__in=locked).update(text="")


@transaction.atomic
def _empty_box(day: date) -> int:
    """Deliver what waits by one transaction, and return how many rows it delivered.

    The first delivery of a week writes the rows of the earlier weeks since the last one again, also by this transaction. So its
    number doesn't tell on which of their days they came.
    """
    box, is_first = SuggestionBox.objects.select_for_update().get_or_create(pk=1, defaults={"emptied_on": day})
    if is_first or box.emptied_on >= day:
        return 0
    last_week, box.emptied_on = monday_of(box.emptied_on), day
    box.save(update_fields=["emptied_on"])
    suggestions, messages = WAITING, WAITING
    if last_week < monday_of(day):
        suggestions |= Q(week_on__gte=last_week)
        # Messages have no week, so all are written again that are still kept.
        messages |= Q(sender=None)
    delivered = _write_again(Suggestion.objects.filter(suggestions))
    return delivered + _write_again(SuggestionMessage.objects.filter(messages))


def _is_anything_waiting() -> bool:
    return any(model.objects.filter(WAITING).exists() for model in (Suggestion, SuggestionMessage))


def _write_again(rows: QuerySet[Suggestion] | QuerySet[SuggestionMessage]) -> int:
    """Write these rows in the order of their ids, which is random, and return how many were not delivered before.

    Other actions lock in this order too.
    """
    delivered = 0
    for row in rows.select_for_update(of=("self",)).only("is_delivered").order_by("pk"):
        delivered += not row.is_delivered
        row.is_delivered = True
        row.save(update_fields=["is_delivered"])
    return delivered


def _tell_supervisors(day: date) -> None:
    notify_all(
        person_ids=holders_of(Role.SUPERVISOR),
        key=f"suggestions:{day.isoformat()}",
        text=_("The suggestion box has been emptied. New suggestions or messages wait for you."),
        url=reverse("care:triage"),
    )
