"""Release of held notifications: one e-mail for all that a person has waiting. Part of the tick."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from core import clock, faults
from notices.actions.batches import BATCH, in_batches
from notices.actions.posting import draft, post_all
from notices.lifecycle import LIFECYCLE, Step
from notices.models import Delivery
from notices.queries.deliveries import readers
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
    going = {person_id: _checked(deliveries, facts[person_id], now) for person_id, deliveries in by_person.items()}
    _post([(facts[person_id], deliveries) for person_id, deliveries in going.items() if deliveries], now)
    faults.point("notices.released")
    return len(due) if by_person else 0


def _checked(deliveries: list[Delivery], reader: Reader, now: datetime) -> list[Delivery]:
    """Check each again: hold what is in quiet hours again, drop what has lost its purpose, and return what may go."""
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
    return going


def _post(going: list[tuple[Reader, list[Delivery]]], now: datetime) -> None:
    """One e-mail for each reader."""
    mails = post_all([draft(reader, [each.notification for each in deliveries]) for reader, deliveries in going])
    for (_reader, deliveries), mail in zip(going, mails, strict=True):
        rows = Delivery.objects.filter(pk__in=[each.pk for each in deliveries])
        LIFECYCLE.move_all(rows, Step.POST, mail=mail, posted_at=now, release_at=None, reason="")
