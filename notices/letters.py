"""E-mails about notifications. They are written when they are sent, so the outbox only stores ids."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.mail_outbox import Letter, Mail, NotNeeded
from notices.models import Delivery
from notices.rules import DeliveryReason
from notices.topics import topic_of
from people.queries.addresses import account_addresses

KIND = "notices.notification"


def letters(mails: Sequence[Mail]) -> list[Letter | NotNeeded]:
    """E-mails about notifications: one or several each."""
    ids = {each for mail in mails for each in mail.data["notifications"]}
    found = Delivery.objects.filter(notification__in=ids).select_related("notification")
    deliveries = {each.notification_id: each for each in found}
    addresses = account_addresses({each.notification.person_id for each in found})
    return [
        _letter(mail.recipient, [deliveries[pk] for pk in sorted(mail.data["notifications"]) if pk in deliveries], addresses)
        for mail in mails
    ]


def _letter(recipient: str, deliveries: Sequence[Delivery], addresses: Mapping[int, str]) -> Letter | NotNeeded:
    """Not needed if all were read, or the address is no longer the account's."""
    if recipient not in {addresses.get(each.notification.person_id) for each in deliveries}:
        return NotNeeded(DeliveryReason.NO_ACCOUNT)
    unread = [each for each in deliveries if each.notification.read_at is None]
    if not unread:
        return NotNeeded(DeliveryReason.READ)
    return Letter(_subject(unread), _text(unread))


def _subject(deliveries: Sequence[Delivery]) -> str:
    """Subject that a locked phone can show, unless the installation wants the text in it."""
    if len(deliveries) > 1:
        kind = ngettext("%(count)d message", "%(count)d messages", len(deliveries)) % {"count": len(deliveries)}
    elif settings.NOTICES_SHORT_SUBJECTS:
        kind = str(_title(deliveries[0]))
    else:
        return " ".join(deliveries[0].notification.text.split())
    return _("Extreme Customer Service: %(kind)s") % {"kind": kind}


def _text(deliveries: Sequence[Delivery]) -> str:
    notices = [
        {"text": each.notification.text, "url": absolute(each.notification.url), "why": _why(each)} for each in deliveries
    ]
    context = {"notices": notices, "preferences": absolute(reverse("notices:preferences"))}
    return render_to_string("notices/letter.txt", context).strip()


def absolute(url: str) -> str:
    """Address of a page of this installation, or "" without one."""
    return f"{settings.SITE_URL}{url}" if url else ""


def _title(delivery: Delivery) -> object:
    topic = topic_of(delivery.notification.key)
    return topic.title if topic else _("Message")


def _why(delivery: Delivery) -> object:
    topic = topic_of(delivery.notification.key)
    return topic.why if topic else ""
