"""E-mails whose worker is killed arrive: once, or twice under one Message-ID if their answer was lost, never not at all."""

from collections import Counter

import pytest

from config.settings.mail import mail_settings
from core import mail_outbox
from core.models import OutgoingMail
from tests.faults.processes import KILLED, run_of_mail_in_a_process
from tests.mail_server import PATIENCE_SECONDS, MailServer, mail_server

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = "abc"


def post() -> None:
    drafts = [mail_outbox.MailDraft(f"{name}@example.org", {"subject": name, "text": "Text"}) for name in NAMES]
    mail_outbox.post_all(drafts, kind=mail_outbox.WRITTEN)


def received(server: MailServer) -> Counter[str]:
    return Counter(str(each.message["Subject"]) for each in server.received)


def forget_claims() -> None:
    """As if the claims of the dead worker were over."""
    OutgoingMail.objects.filter(claimed_until_at__isnull=False).update(claimed_until_at="2020-01-01T00:00Z")


@pytest.mark.parametrize(
    ("fault", "finished", "twice"),
    [
        ("outbox.claimed", 0, ""),
        ("outbox.written", 0, ""),
        ("outbox.finished:2", 1, ""),
        ("outbox.sent:2", 1, "b"),
        ("outbox.between_emails:2", 2, ""),
    ],
)
def test_emails_whose_worker_is_killed(fault: str, finished: int, twice: str) -> None:
    with mail_server() as server:
        constants = {
            f"django.conf.settings.{name}": value for name, value in mail_settings(f"smtp://localhost:{server.port}").items()
        }
        post()
        assert run_of_mail_in_a_process(fault, constants=constants).wait() == KILLED
        assert OutgoingMail.objects.filter(state="sent").count() == finished
        assert run_of_mail_in_a_process(constants=constants).wait() == 0
        assert OutgoingMail.objects.filter(state="sent").count() == finished, "the others are claimed"
        forget_claims()
        assert run_of_mail_in_a_process(constants=constants).wait() == 0
    assert OutgoingMail.objects.filter(state="sent").count() == len(NAMES)
    assert received(server) == Counter(NAMES + twice)
    assert len({each.message["Message-ID"] for each in server.received}) == len(NAMES)


def test_two_workers_send_each_email_once() -> None:
    with mail_server() as server:
        # Neither gets an answer before both have begun.
        server.connections_to_wait_for = 2
        constants = {
            "core.mail_runs.BATCH": 3,
            **{f"django.conf.settings.{name}": each for name, each in mail_settings(f"smtp://localhost:{server.port}").items()},
            "django.conf.settings.EMAIL_TIMEOUT": PATIENCE_SECONDS,
        }
        for _times in range(20):
            post()
        both = [run_of_mail_in_a_process(constants=constants) for _worker in range(2)]
        assert [process.wait() for process in both] == [0, 0]
    assert received(server) == Counter(NAMES * 20)
    assert len({each.message["Message-ID"] for each in server.received}) == 60
    assert len({each.connection for each in server.received}) == 2
