"""E-mails about notifications. They are written when they are sent, so the outbox only stores ids."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings

from core.mail_outbox import Letter, NotNeeded
from notices.letter_templates import wordings
from notices.letter_text import Message, compose
from notices.letter_wording import Wording
from notices.models import Delivery
from notices.queries import hides_text
from notices.rules import DeliveryReason
from notices.topics import topic_of
from people.queries.addresses import account_addresses
from people.queries.organisation import organisation

if TYPE_CHECKING:
    from people.models import Notification

KIND = "notices.notification"


def letter(recipient: str, data: Mapping[str, Any]) -> Letter:
    """E-mail about one or several notifications. Not needed if all were read, or the address is no longer the account's."""
    deliveries = list(
        Delivery.objects.filter(notification__in=data["notifications"])
        .select_related("notification")
        .order_by("notification_id")
    )
    people = {each.notification.person_id for each in deliveries}
    if recipient not in account_addresses(people).values():
        raise NotNeeded(DeliveryReason.NO_ACCOUNT)
    unread = [each.notification for each in deliveries if each.notification.read_at is None]
    if not unread:
        raise NotNeeded(DeliveryReason.READ)
    changed = wordings()
    # Only changed wordings can have it.
    name = organisation().name if changed else ""
    messages = [_message(told, changed) for told in unread]
    is_short = settings.NOTICES_SHORT_SUBJECTS or hides_text(unread[0].person_id)
    return compose(messages, is_short=is_short, organisation=name)


def _message(told: "Notification", changed: Mapping[str, Wording]) -> Message:
    topic = topic_of(told.key)
    return Message(topic, told.text, told.url, changed.get(topic.name) if topic else None)
