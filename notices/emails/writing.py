"""E-mails about notifications. They are written when they are sent, so the outbox only stores ids."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from core.mail_outbox import Letter, Mail, NotNeeded
from notices.emails.text import Message, compose
from notices.letter_wording import Wording
from notices.models import Delivery
from notices.queries.deliveries import hiding_text
from notices.queries.letter_templates import wordings
from notices.rules import DeliveryReason
from notices.topics import topic_of, written
from people.queries.addresses import account_addresses
from people.queries.organisation import organisation

if TYPE_CHECKING:
    from people.models import Notification

KIND = "notices.notification"


@dataclass(frozen=True, slots=True)
class _Facts:
    """Facts for the e-mails of a batch: addresses by person, people who hide the text, changed wordings by topic, and links by
    notification, for those with another link than in the product.
    """

    addresses: Mapping[int, str]
    hiding_text: Collection[int]
    changed: Mapping[str, Wording]
    urls: Mapping[int, str]
    # "" if no wording has it: only changed ones can.
    organisation: str


def letters(mails: Sequence[Mail]) -> list[Letter | NotNeeded]:
    """E-mails about notifications: one or several each."""
    ids = {each for mail in mails for each in mail.data["notifications"]}
    deliveries = Delivery.objects.filter(notification__in=ids).select_related("notification")
    found = {each.notification_id: each.notification for each in deliveries}
    people = {each.person_id for each in found.values()}
    changed = wordings()
    facts = _Facts(
        account_addresses(people),
        hiding_text(people),
        changed,
        _mail_urls(found.values()),
        organisation().name if changed else "",
    )
    return [_letter(mail, found, facts) for mail in mails]


def _letter(mail: Mail, found: "Mapping[int, Notification]", facts: _Facts) -> Letter | NotNeeded:
    """Not needed if all were read or deleted, or the account has another address now, to which a new e-mail goes, or none."""
    told = [found[pk] for pk in sorted(mail.data["notifications"]) if pk in found]
    addresses = {facts.addresses[each.person_id] for each in told if each.person_id in facts.addresses}
    if mail.recipient not in addresses:
        return NotNeeded(DeliveryReason.MOVED if addresses else DeliveryReason.NO_ACCOUNT)
    unread = [each for each in told if each.read_at is None]
    if not unread:
        return NotNeeded(DeliveryReason.READ)
    is_short = settings.NOTICES_SHORT_SUBJECTS or unread[0].person_id in facts.hiding_text
    messages = [_message(each, facts) for each in unread]
    return compose(messages, is_short=is_short, organisation=facts.organisation)


def _mail_urls(told: "Collection[Notification]") -> dict[int, str]:
    """Links that differ from those in the product, by notification."""
    found: dict[int, str] = {}
    for topic in written():
        if topic.mail_urls is not None:
            found |= topic.mail_urls([each for each in told if topic_of(each.key) == topic])
    return found


def _message(told: "Notification", facts: _Facts) -> Message:
    topic = topic_of(told.key)
    return Message(topic, told.text, facts.urls.get(told.pk, told.url), facts.changed.get(topic.name) if topic else None)
