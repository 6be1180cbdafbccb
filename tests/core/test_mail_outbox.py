"""The outbox with a real mail server: sent once, retried with back-off, or failed with a reason."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import ANY

import pytest
from django.test import override_settings
from django.utils import timezone

from config.settings.mail import mail_settings
from core import broker, clock, mail_outbox, mail_runs, tick
from core.models import OutgoingMail
from tests.constraints import refused_by
from tests.mail_server import MailServer, mail_server
from tests.mailbox import delivered

pytestmark = pytest.mark.django_db

LETTER = {"subject": "A code", "text": "It is 4711."}


@pytest.fixture(autouse=True)
def no_other_reconcilers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tick, "_reconcilers", {})
    tick.register("core.mail_outbox", mail_outbox.reconcile)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running, override_settings(**mail_settings(f"smtp://localhost:{running.port}")):
        yield running


def post(**changes: Any) -> OutgoingMail:
    return mail_outbox.post(**{"recipient": "ana@example.org", "data": LETTER, **changes})


def state_of(mail: OutgoingMail) -> tuple[str, int, str]:
    mail.refresh_from_db()
    return mail.state, mail.tries, mail.error


def test_letter_arrives_and_its_text_is_deleted(server: MailServer) -> None:
    mail = post()
    delivered()
    (delivery,) = server.received
    assert (delivery.sender, delivery.recipients) == ("desk@example.org", ["ana@example.org"])
    assert (delivery.message["Subject"], delivery.text.strip()) == ("A code", "It is 4711.")
    assert delivery.message["Message-ID"] == f"<{mail.uuid}@example.org>"
    assert state_of(mail) == ("sent", 0, "")
    assert mail.data == {}


def test_repeated_broker_messages_send_one_email(server: MailServer) -> None:
    post()
    for _message in range(3):
        mail_runs.run()
    tick.run()
    delivered()
    assert len(server.received) == 1


def test_workers_get_one_hint_about_emails_that_are_posted_together(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    sent = sent_hints(monkeypatch)
    with django_capture_on_commit_callbacks(execute=True):
        mail_outbox.post_all([mail_outbox.MailDraft(f"{name}@example.org", LETTER) for name in "abc"], kind=mail_outbox.WRITTEN)
        assert sent == []
    assert sent == ["core.tasks.send_mail"]


def test_due_emails_are_hinted_again_unless_a_hint_is_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    sent, hinted = sent_hints(monkeypatch), False
    monkeypatch.setattr(broker, "takes_more", lambda _queue, **_enough: not hinted)
    mail_outbox.hint_due()
    assert sent == [], "nothing is due"
    mail = post()
    mail_outbox.hint_due()
    assert len(sent) == 1
    hinted = True
    mail_outbox.hint_due()
    assert len(sent) == 1
    hinted = False
    OutgoingMail.objects.filter(pk=mail.pk).update(claimed_until_at=timezone.now() + timedelta(minutes=1))
    mail_outbox.hint_due()
    assert len(sent) == 1, "a worker is sending it"


def sent_hints(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the tasks that are sent to the broker."""
    sent: list[str] = []
    monkeypatch.setattr(broker, "send", lambda task, _ids, **_queue: sent.append(task))
    return sent


def test_temporary_refusal_is_tried_again_later_and_later_under_the_same_message_id(server: MailServer) -> None:
    server.answer = "451 4.7.1 Greylisted, come back later"
    mail, now = post(), timezone.now()
    waits = []
    for _try in range(3):
        with clock.travel(now):
            tick.run()
            delivered()
        mail.refresh_from_db()
        waits.append(round((mail.next_try_at - now) / timedelta(minutes=1)))
        now = mail.next_try_at
    assert waits == [1, 5, 15]
    assert state_of(mail) == ("waiting", 3, "451 4.7.1 Greylisted, come back later")
    server.answer = "250 OK"
    with clock.travel(now - timedelta(seconds=1)):
        tick.run()
        delivered()
    assert server.received == [], "it is not its time yet"
    with clock.travel(now):
        tick.run()
        delivered()
    assert state_of(mail) == ("sent", 3, "")
    assert server.received[0].message["Message-ID"] == f"<{mail.uuid}@example.org>"


def test_letter_is_given_up_after_a_day_and_says_why(server: MailServer) -> None:
    server.answer = "451 Not today"
    mail, start = post(), timezone.now()
    while state_of(mail)[0] == "waiting":
        with clock.travel(mail.next_try_at):
            tick.run()
            delivered()
    assert state_of(mail) == ("failed", 8, "451 Not today")
    assert mail.data == {}
    assert timedelta(hours=24) < mail.next_try_at - start < timedelta(hours=36)


def test_refused_recipient_is_final(server: MailServer) -> None:
    server.answer = "550 5.1.1 No such user here"
    mail = post()
    delivered()
    assert state_of(mail) == ("failed", 0, "550 5.1.1 No such user here")


def test_mail_server_that_is_down_is_tried_again() -> None:
    with mail_server() as server:
        address = mail_settings(f"smtp://localhost:{server.port}")
    mail = post()
    with override_settings(**address):
        delivered()
    assert state_of(mail) == ("waiting", 0, ANY)
    assert "refused" in mail.error


def test_wrong_password_of_the_mail_server_loses_no_letter(server: MailServer) -> None:
    mail = post()
    with override_settings(EMAIL_HOST_USER="desk", EMAIL_HOST_PASSWORD="wrong"):
        delivered()
    assert state_of(mail)[:2] == ("waiting", 0)
    assert mail.error.startswith("535")


def test_letter_that_is_too_late_is_not_sent(server: MailServer) -> None:
    mail = post(expires_at=timezone.now() - timedelta(seconds=1))
    delivered()
    assert state_of(mail) == ("failed", 0, "The e-mail couldn't be sent in time.")
    assert server.received == []


def test_finished_letters_are_deleted_after_a_month(server: MailServer) -> None:
    post()
    delivered()
    waiting = post()
    for days, left in ((29, 2), (31, 1)):
        with clock.travel(timezone.now() + timedelta(days=days)):
            tick.run()
        assert OutgoingMail.objects.count() == left
    assert OutgoingMail.objects.get() == waiting


def test_constraints_of_the_outbox() -> None:
    mail = post()
    for changes, name in (
        ({"state": "sent", "data": {}}, "outgoing_mail_finished_at_matches_state"),
        ({"finished_at": timezone.now()}, "outgoing_mail_finished_at_matches_state"),
        ({"state": "sent", "finished_at": timezone.now()}, "outgoing_mail_data_gone_when_finished"),
        (
            {"state": "sent", "finished_at": timezone.now(), "data": {}, "claimed_until_at": timezone.now()},
            "outgoing_mail_claim_over_when_finished",
        ),
    ):
        with refused_by(name):
            OutgoingMail.objects.filter(pk=mail.pk).update(**changes)
    with refused_by("outgoing_mail_uuid_unique"):
        OutgoingMail.objects.create(uuid=mail.uuid, recipient="b@example.org", next_try_at=timezone.now())
    OutgoingMail.objects.filter(pk=mail.pk).update(claimed_until_at=timezone.now())
    OutgoingMail.objects.filter(pk=mail.pk).update(state="sent", finished_at=timezone.now(), data={}, claimed_until_at=None)
