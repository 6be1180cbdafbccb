"""E-mails in the outbox of a test, and what became of them."""

from datetime import timedelta

from django.utils import timezone

from core import clock, mail_outbox, mail_runs
from core.mail_outbox import MailDraft
from core.models import OutgoingMail
from tests.mail_server import MailServer

MINUTE = timedelta(minutes=1)


def post(*names: str, kind: str = mail_outbox.WRITTEN, is_bulk: bool = False) -> list[OutgoingMail]:
    return mail_outbox.post_all(
        [MailDraft(address(name), {"subject": name, "text": "Text"}, is_bulk=is_bulk) for name in names], kind=kind
    )


def address(name: str) -> str:
    return f"{name}@example.org"


def received(server: MailServer) -> list[str]:
    return [str(each.message["Subject"]) for each in server.received]


def states() -> list[tuple[str, int]]:
    """State and failed tries of each e-mail, in the order of posting."""
    return list(OutgoingMail.objects.order_by("pk").values_list("state", "tries"))


def errors() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("error", flat=True))


def run_later(after: timedelta) -> None:
    with clock.travel(timezone.now() + after):
        mail_runs.run()
