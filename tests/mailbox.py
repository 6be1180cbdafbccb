"""Mail in tests without a worker: what is in the outbox is sent at once, into Django's `mail.outbox`."""

from django.core import mail
from django.core.mail import EmailMessage

from core import mail_runs


def delivered() -> list[EmailMessage]:
    """Send what waits, and return all that has arrived in this test."""
    mail_runs.run(seconds=60)
    return list(mail.outbox)


def link_in(message: EmailMessage) -> str:
    """The first link in a message."""
    return next(line for line in str(message.body).splitlines() if line.startswith("http"))
