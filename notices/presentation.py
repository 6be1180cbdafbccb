"""Sentences about deliveries, for the page of notifications."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.moments import moment_in
from notices.models import Delivery
from notices.queries.deliveries import deliveries_of, emergencies_in_quiet_hours
from notices.rules import DeliveryReason
from notices.topics import topic_of
from people.identity import User

if TYPE_CHECKING:
    from people.models import Notification

State = Delivery.State
COUNTED = timedelta(days=30)


def notes_on(notifications: "Collection[Notification]") -> Mapping[int, list[str]]:
    """What became of each notification's e-mail, and why the person gets it, by the notification's id."""
    deliveries = deliveries_of([each.pk for each in notifications])
    return {each.pk: _notes(each, deliveries.get(each.pk)) for each in notifications}


def about_emergencies(user: User) -> list[str]:
    """Sentence about the e-mails that reached the user in quiet hours because of an emergency, if there were any."""
    count = emergencies_in_quiet_hours(clock.now() - COUNTED, person_id=user.person_id)
    text = ngettext(
        "%(count)d e-mail about an emergency came in your quiet hours in the last 30 days.",
        "%(count)d e-mails about emergencies came in your quiet hours in the last 30 days.",
        count,
    )
    return [text % {"count": count}] if count else []


def _notes(told: "Notification", delivery: Delivery | None) -> list[str]:
    topic = topic_of(told.key)
    return [*([_outcome(delivery)] if delivery else []), *([str(topic.why)] if topic else [])]


def _outcome(delivery: Delivery) -> str:
    if delivery.state == State.HELD:
        assert delivery.release_at is not None  # noqa: S101 - a constraint
        until = moment_in(delivery.release_at, get_current_timezone())
        return _("Held until %(time)s: %(reason)s") % {"time": until, "reason": DeliveryReason(delivery.reason).label}
    if delivery.state == State.DROPPED:
        return _("Not e-mailed: %(reason)s") % {"reason": DeliveryReason(delivery.reason).label}
    if delivery.state == State.FAILED:
        # An e-mail whose answer was lost may have arrived.
        return _("E-mail failed: the mail server refused it, couldn't be reached, or didn't confirm it")
    if delivery.state == State.SENT:
        assert delivery.finished_at is not None  # noqa: S101 - a constraint
        return _("E-mailed %(time)s") % {"time": moment_in(delivery.finished_at, get_current_timezone())}
    return _("E-mail is being sent")
