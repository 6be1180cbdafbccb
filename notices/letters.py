"""E-mails about notifications. They are written when they are sent, so the outbox only stores ids."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.mail_outbox import Letter, NotNeeded
from notices.models import Delivery
from notices.queries import hides_text
from notices.rules import DeliveryReason
from notices.topics import topic_of
from people.queries.addresses import account_addresses

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
    unread = [each for each in deliveries if each.notification.read_at is None]
    if not unread:
        raise NotNeeded(DeliveryReason.READ)
    return Letter(_subject(unread), _text(unread))


def _subject(deliveries: Sequence[Delivery]) -> str:
    """Subject that a locked phone can show, unless installation and person want the text in it."""
    if len(deliveries) > 1:
        kind = ngettext("%(count)d message", "%(count)d messages", len(deliveries)) % {"count": len(deliveries)}
    elif settings.NOTICES_SHORT_SUBJECTS or hides_text(deliveries[0].notification.person_id):
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
