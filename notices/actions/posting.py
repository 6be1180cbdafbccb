"""Posting an e-mail about notifications of one person."""

from collections.abc import Sequence

from core import mail_outbox
from notices.letters import KIND
from notices.rules import Reader


def post(reader: Reader, notification_ids: Sequence[int]) -> mail_outbox.Mail:
    return mail_outbox.post(kind=KIND, recipient=reader.address, data={"notifications": list(notification_ids)})
