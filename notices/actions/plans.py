"""Plans of new notifications: an e-mail now, later or not at all. Part of the tick."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from core import clock, faults
from notices.actions.batches import BATCH, in_batches
from notices.actions.chat_plans import plan_posts
from notices.actions.posting import draft, post_all
from notices.models import Delivery
from notices.queries.deliveries import readers
from notices.rules import Decision, MailOutcome, Reader, decide
from notices.topics import is_emergency, topic_of
from people.actions import take_unplanned

if TYPE_CHECKING:
    from people.models import Notification

State = Delivery.State


def plan() -> int:
    """Plan the delivery of new notifications, in short transactions. Returns how many."""
    return in_batches(_plan_some, BATCH)


@transaction.atomic
def _plan_some() -> int:
    """Each notification is marked and gets its delivery and its e-mail in one transaction, so it is planned once."""
    told = take_unplanned(BATCH)
    faults.point("notices.taken")
    if told:
        now = clock.now()
        known = readers({each.person_id for each in told}, now)
        deliveries = []
        for each in told:
            delivery, known[each.person_id] = _planned(each, known[each.person_id], now)
            deliveries.append(delivery)
        posted = [each for each in deliveries if each.state == State.POSTED]
        mails = post_all([draft(known[each.notification.person_id], [each.notification]) for each in posted])
        for delivery, mail in zip(posted, mails, strict=True):
            delivery.mail = mail
        Delivery.objects.bulk_create(deliveries)
        plan_posts(told, now)
    faults.point("notices.planned")
    return len(told)


def _planned(told: "Notification", reader: Reader, now: datetime) -> tuple[Delivery, Reader]:
    """Delivery of a notification, without its e-mail, and the facts about its reader after it."""
    is_read = told.read_at is not None
    topic = topic_of(told.key)
    decision = decide(topic, reader, now, is_read=is_read, budget=settings.NOTICES_DAILY_LIMIT)
    if decision.outcome == MailOutcome.SEND:
        sent = Delivery(
            notification=told,
            state=State.POSTED,
            posted_at=now,
            planned_at=now,
            is_in_quiet_hours=decision.is_in_quiet_hours,
        )
        if is_emergency(topic):
            return sent, reader
        return sent, replace(reader, mails_today=reader.mails_today + 1, last_mail_at=now)
    return _unsent(told, decision, now), reader


def _unsent(told: "Notification", decision: Decision, now: datetime) -> Delivery:
    reason = decision.reason or ""
    if decision.outcome == MailOutcome.HOLD:
        return Delivery(notification=told, state=State.HELD, reason=reason, release_at=decision.until, planned_at=now)
    return Delivery(notification=told, state=State.DROPPED, reason=reason, finished_at=now, planned_at=now)
