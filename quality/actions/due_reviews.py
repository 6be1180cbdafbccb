"""Notifications to reviewers about reviews that are due soon. Part of the tick."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import ngettext

from core import clock
from people.actions import notify, settle
from people.queries.notifications import last_told, people_told, unread_since
from people.queries.organisation import today
from quality.models import Slot

DUE_SOON = timedelta(days=1)
# Older notifications are left alone, because their e-mails have been sent. So the tick reads few rows.
SETTLED_WITHIN = timedelta(days=14)
KEYS = "reviews-due:"


@transaction.atomic
def tell_reviewers() -> int:
    """Notify each reviewer, at most once a day, of reviews that have become due within a day. Returns how many were notified.

    Notifications are settled once the reviewer has no such review any more, or gets a later notification.
    """
    now = clock.now()
    key = f"reviews-due:{today():%Y-%m-%d}"
    due = _due_by_reviewer(now)
    told = {person_id for person_id, _key in people_told(due.keys(), [key])}
    last = last_told(due.keys() - told, KEYS)
    newly = sorted(each for each in due.keys() - told if _is_news(due[each], now, last.get(each)))
    for person_id in newly:
        _tell(person_id, key, sum(due_at > now for due_at, _assigned_at in due[person_id]))
    _settle_outdated(now, key, due.keys(), newly)
    return len(newly)


def _due_by_reviewer(now: datetime) -> dict[int, list[tuple[datetime, datetime]]]:
    """When each review that is overdue or due within a day is due, and when its reviewer got it."""
    soon = Slot.objects.in_earnest().filter(state__in=[Slot.State.ASSIGNED, Slot.State.STARTED], due_at__lte=now + DUE_SOON)
    found = defaultdict(list)
    for reviewer_id, due_at, assigned_at in soon.values_list("reviewer", "due_at", "assigned_at"):
        assert assigned_at is not None  # noqa: S101 - the constraint `slot_assigned_at_with_reviewer`
        found[reviewer_id].append((due_at, assigned_at))
    return found


def _is_news(due: list[tuple[datetime, datetime]], now: datetime, told_at: datetime | None) -> bool:
    """Whether one of the reviews isn't overdue yet, and wasn't part of the notification at this time."""
    soon = [(due_at, assigned_at) for due_at, assigned_at in due if due_at > now]
    return any(told_at is None or due_at > told_at + DUE_SOON or assigned_at > told_at for due_at, assigned_at in soon)


def _tell(person_id: int, key: str, count: int) -> None:
    text = ngettext("%(count)d review is due within a day.", "%(count)d reviews are due within a day.", count)
    notify(person_id=person_id, key=key, text=text % {"count": count}, url=reverse("quality:queue"))


def _settle_outdated(now: datetime, key: str, due: Collection[int], newly: Collection[int]) -> None:
    for person_id, earlier in unread_since(KEYS, now - SETTLED_WITHIN):
        if person_id not in due or (person_id in newly and earlier != key):
            settle(person_id=person_id, keys=[earlier])
