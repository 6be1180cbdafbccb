"""Release of held notifications: one e-mail for all that a person has waiting. Part of the tick."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from core import clock, faults
from notices.actions.batches import BATCH, in_batches
from notices.actions.posting import post
from notices.lifecycle import LIFECYCLE, Step
from notices.models import Delivery
from notices.queries import readers
from notices.rules import MailOutcome, Reader, decide_again
from notices.topics import topic_of

State = Delivery.State


def release() -> int:
    """Release what is due, in short transactions. Returns how many were due."""
    return in_batches(_release_some, BATCH)


@transaction.atomic
def _release_some() -> int:
    """The oldest due deliveries, and with them all others of the same people. Returns 0 if another tick has them all."""
    now = clock.now()
    held = Delivery.objects.filter(state=State.HELD)
    # Without a join: it reads only what is due.
    due = list(held.filter(release_at__lte=now).order_by("release_at").values_list("pk", flat=True)[:BATCH])
    if not due:
        return 0
    people = set(Delivery.objects.filter(pk__in=due).values_list("notification__person_id", flat=True))
    # The others of the same person go into the same e-mail, even if they could wait longer.
    waiting = held.filter(notification__person__in=people).select_related("notification").order_by("notification_id")
    by_person: dict[int, list[Delivery]] = defaultdict(list)
    for delivery in waiting.select_for_update(of=("self",), skip_locked=True):
        by_person[delivery.notification.person_id].append(delivery)
    facts = readers(by_person.keys(), now)
    for person_id, deliveries in by_person.items():
        _release_of(deliveries, facts[person_id], now)
    faults.point("notices.released")
    return len(due) if by_person else 0


def _release_of(deliveries: list[Delivery], reader: Reader, now: datetime) -> None:
    """Check each again: post what may go, hold what is in quiet hours again, and drop what has lost its purpose."""
    going = []
    for delivery in deliveries:
        told = delivery.notification
        decision = decide_again(topic_of(told.key), reader, now, is_read=told.read_at is not None)
        if decision.outcome == MailOutcome.SEND:
            going.append(delivery)
        elif decision.outcome == MailOutcome.HOLD:
            delivery.release_at, delivery.reason = decision.until, decision.reason or ""
            delivery.save(update_fields=["release_at", "reason"])
        else:
            LIFECYCLE.move(delivery, Step.DROP)
            delivery.release_at, delivery.reason, delivery.finished_at = None, decision.reason or "", now
            delivery.save(update_fields=["state", "release_at", "reason", "finished_at"])
    if going:
        mail = post(reader, [each.notification_id for each in going])
        rows = Delivery.objects.filter(pk__in=[each.pk for each in going])
        LIFECYCLE.move_all(rows, Step.POST, mail=mail, posted_at=now, release_at=None, reason="")
