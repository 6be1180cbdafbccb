"""Drafts of e-mails about notifications of one person, and posting them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core import mail_outbox
from notices.emails.writing import KIND
from notices.rules import Reader
from notices.topics import is_emergency, topic_of

if TYPE_CHECKING:
    from people.models import Notification


def draft(reader: Reader, notifications: "Sequence[Notification]") -> mail_outbox.MailDraft:
    """MailDraft of one e-mail about these notifications. Emergencies are sent before all others."""
    has_emergency = any(is_emergency(topic_of(each.key)) for each in notifications)
    data = {"notifications": [each.pk for each in notifications]}
    return mail_outbox.MailDraft(reader.address, data, is_bulk=not has_emergency)


def post_all(drafts: Sequence[mail_outbox.MailDraft]) -> list[mail_outbox.Mail]:
    return mail_outbox.post_all(drafts, kind=KIND)
