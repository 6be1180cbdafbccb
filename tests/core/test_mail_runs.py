"""Many e-mails over one connection: one refused, one broken off, one that can't be written, and a server that takes none."""

import socketserver
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from itertools import count
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from config.settings.mail import mail_settings
from core import broker, mail_outbox, mail_runs
from core.mail_connection import MailConnection
from core.mail_outbox import Letter, MailDraft
from core.models import OutgoingMail
from tests.core.mail_runs import MINUTE, address, errors, post, received, run_later, states
from tests.mail_server import MailServer, mail_server
from tests.threads import at_once

pytestmark = pytest.mark.django_db

KIND = "test.kind"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running, override_settings(**mail_settings(f"smtp://localhost:{running.port}")):
        yield running


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Registers functions that write and finish e-mails of `KIND`, for one test."""
    monkeypatch.setattr(mail_outbox, "_kinds", dict(mail_outbox._kinds))

    def registered(write: mail_outbox.Writer, finished: mail_outbox.Finished = lambda _mail: None) -> None:
        mail_outbox.register(KIND, write, finished)

    return registered


def test_emails_leave_over_one_connection(server: MailServer) -> None:
    post("a", "b", "c")
    mail_runs.run()
    assert received(server) == ["a", "b", "c"]
    assert len(server.connections) == 1


def test_account_emails_leave_before_notifications(server: MailServer) -> None:
    post("a", "b", is_bulk=True)
    post("code")
    mail_runs.run()
    assert received(server) == ["code", "a", "b"]


@contextmanager
def greeting(text: str) -> Iterator[list[str]]:
    """A server that greets with this text and hangs up. Yields a list with an item for each connection."""
    connections: list[str] = []

    class Greeting(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            connections.append(text)
            self.request.sendall(f"{text}\r\n".encode())

    with socketserver.TCPServer(("127.0.0.1", 0), Greeting) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        with override_settings(**mail_settings(f"smtp://127.0.0.1:{running.server_address[1]}")):
            yield connections
        running.shutdown()


def test_server_that_takes_nobody_is_asked_once_for_all() -> None:
    post("a", "b", "c")
    with greeting("421 Too busy") as connections:
        mail_runs.run()
        mail_runs.run()
        assert connections == ["421 Too busy"], "all wait for a minute"
        run_later(MINUTE)
        assert len(connections) == 2
    assert states() == [("waiting", 0)] * 3
    assert errors() == ["421 Too busy"] * 3


def test_emails_wait_for_a_server_for_32_hours() -> None:
    post("a")
    with greeting("421 Too busy"):
        mail_runs.run()
        run_later(timedelta(hours=31))
        assert states() == [("waiting", 0)]
        run_later(timedelta(hours=33))
    assert states() == [("failed", 0)]
    assert errors() == ["421 Too busy"]


def test_expired_email_does_not_wait_for_the_server_behind_others() -> None:
    expired = mail_outbox.post_all(
        [MailDraft(address("late"), {"subject": "late", "text": "Text"}, is_bulk=True)],
        kind=mail_outbox.WRITTEN,
        expires_at=timezone.now() - MINUTE,
    )
    post("code")
    with greeting("421 Too busy"):
        mail_runs.run()
    assert OutgoingMail.objects.get(pk=expired[0].pk).state == "failed"


@pytest.mark.django_db(transaction=True)
def test_tick_fails_expired_emails(server: MailServer, kind: Callable[..., None]) -> None:
    finished: list[str] = []

    def tell(mail: OutgoingMail) -> None:
        if mail.recipient == address("broken"):
            raise ValueError(mail.recipient)
        finished.append(mail.recipient)

    kind(writer_that_fails_for("nobody"), tell)
    past, later = timezone.now() - MINUTE, timezone.now() + timedelta(hours=1)
    for name, expires_at in (("broken", past), ("late", past), ("claimed", past), ("early", later)):
        mail_outbox.post(recipient=address(name), data={"subject": name}, kind=KIND, expires_at=expires_at)
    OutgoingMail.objects.filter(recipient=address("claimed")).update(claimed_until_at=later)
    # Even those that wait for their next try.
    OutgoingMail.objects.update(next_try_at=later)
    mail_runs.fail_expired()
    assert [state for state, _tries in states()] == ["waiting", "failed", "waiting", "waiting"]
    assert finished == [address("late")]


def test_connection_too_many_does_not_stop_workers_that_have_sent(server: MailServer) -> None:
    post("a")
    mail_runs.run()
    post("b")
    with greeting("421 Too many connections"):
        mail_runs.run()
    mail_runs.run()
    assert received(server) == ["a", "b"]


def test_connection_too_many_does_not_stop_workers_that_have_begun(server: MailServer) -> None:
    post("a")
    mail_runs._claim()
    post("b")
    with greeting("421 Too many connections"):
        mail_runs.run()
    mail_runs.run()
    assert received(server) == ["b"]


def test_run_ends_in_time_and_releases_what_is_left(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    hints: list[str] = []
    monkeypatch.setattr(broker, "send", lambda task, _ids, **_queue: hints.append(task))
    monkeypatch.setattr(broker, "takes_more", lambda _queue, **_enough: True)
    seconds = count()
    monkeypatch.setattr(mail_runs, "time", SimpleNamespace(monotonic=lambda: next(seconds)))
    post("a", "b", "c")
    mail_runs.run(seconds=5)
    assert received(server) == ["a"]
    assert set(OutgoingMail.objects.filter(state="waiting").values_list("claims", "claimed_until_at")) == {(0, None)}
    assert hints == ["core.tasks.send_mail"]


def writer_that_fails_for(name: str) -> mail_outbox.Writer:
    def write(mails: Sequence[OutgoingMail]) -> list[Letter]:
        if any(mail.recipient == address(name) for mail in mails):
            raise ValueError(name)
        return [Letter(mail.data["subject"], "Text") for mail in mails]

    return write


def test_email_that_cannot_be_written_does_not_stop_the_others(server: MailServer, kind: Callable[..., None]) -> None:
    kind(writer_that_fails_for("b"))
    post("a", "b", "c", kind=KIND)
    mail_runs.run()
    assert received(server) == ["a", "c"]
    assert states()[1] == ("waiting", 0)
    mail_runs.run()
    assert OutgoingMail.objects.get(recipient=address("b")).claims == 2, "alone, and not again for a minute"
    for minutes in range(2, 10, 2):
        run_later(minutes * MINUTE)
    assert states()[1] == ("failed", 0)
    assert "worker's log" in errors()[1]


def test_emails_whose_worker_was_killed_are_claimed_alone() -> None:
    post("a", "b", "c")
    OutgoingMail.objects.filter(recipient=address("a")).update(claims=1, claimed_until_at=timezone.now() - MINUTE)
    assert [mail.recipient for mail in mail_runs._claim()] == [address("a")]
    assert [mail.recipient for mail in mail_runs._claim()] == [address("b"), address("c")]


def test_email_that_killed_its_workers_too_often_is_given_up(server: MailServer) -> None:
    post("a", "b")
    killed = OutgoingMail.objects.filter(recipient=address("a"))
    killed.update(claims=mail_runs.MAX_CLAIMS - 1, claimed_until_at=timezone.now() - MINUTE)
    mail_runs.run()
    assert states() == [("sent", 0)] * 2
    (again,) = post("c")
    OutgoingMail.objects.filter(pk=again.pk).update(claims=mail_runs.MAX_CLAIMS, claimed_until_at=timezone.now() - MINUTE)
    mail_runs.run()
    assert states()[2] == ("failed", 0)


def test_email_is_not_sent_if_its_room_cannot_record_it(server: MailServer, kind: Callable[..., None]) -> None:
    def finished(mail: OutgoingMail) -> None:
        raise ValueError(mail.recipient)

    kind(writer_that_fails_for("nobody"), finished)
    post("a", kind=KIND)
    post("b")
    mail_runs.run()
    assert received(server) == ["b"]
    assert states() == [("waiting", 0), ("sent", 0)]


def test_email_that_was_deleted_after_it_was_claimed_is_not_sent(server: MailServer) -> None:
    post("a", "b")
    claimed = mail_runs._claim()
    mail_outbox.forget_letters([address("a")])
    with closing(MailConnection()) as to_server:
        mail_runs._send_claimed(claimed, to_server)
    assert received(server) == ["b"]


@pytest.mark.parametrize("is_guarded", [True, False])
def test_worker_that_took_too_long_leaves_the_emails_to_the_next_one(
    is_guarded: bool, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_guarded:
        monkeypatch.setattr(mail_runs, "FINISH", f"{mail_runs.FINISH.partition(' AND claims')[0]} AND %s > 0")
    post("a", "b")
    claimed = mail_runs._claim()
    run_later(2 * MINUTE)
    with closing(MailConnection()) as to_server:
        mail_runs._send_claimed(claimed, to_server)
    assert received(server) == ["a", "b"] * (1 if is_guarded else 2)


@pytest.mark.django_db(transaction=True)
def test_email_that_is_being_sent_is_not_claimed_even_if_its_claim_is_over(server: MailServer) -> None:
    post("a", "b")
    OutgoingMail.objects.filter(recipient=address("a")).update(claims=1, claimed_until_at=timezone.now() - MINUTE)
    with transaction.atomic():
        list(OutgoingMail.objects.select_for_update().filter(recipient=address("a")))
        assert at_once(mail_runs.run) == [None]
    assert received(server) == ["b"]


@pytest.mark.django_db(transaction=True)
def test_workers_share_the_emails(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_runs, "BATCH", 3)
    names = [f"n{number:02}" for number in range(40)]
    post(*names)
    assert at_once(mail_runs.run, mail_runs.run) == [None, None]
    mail_runs.run()
    assert sorted(received(server)) == names
    assert len(server.connections) > 1
