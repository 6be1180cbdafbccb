"""Mail servers that refuse e-mails, hang up, are slow, or lose their answer."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connection
from django.test import override_settings

from config.settings.mail import LONGEST_TIMEOUT_SECONDS, mail_settings
from core import mail_backend, mail_outbox, mail_runs
from core.mail_connection import MailConnection
from core.models import OutgoingMail
from tests.core.mail_runs import MINUTE, address, errors, post, received, run_later, states
from tests.mail_server import MailServer, mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running, override_settings(**mail_settings(f"smtp://localhost:{running.port}")):
        yield running


def test_refused_recipient_does_not_stop_the_others(server: MailServer) -> None:
    server.to_recipients = {address("a"): "550 5.1.1 No such user", address("b"): "450 Mailbox busy"}
    post("a", "b", "c")
    mail_runs.run()
    assert states() == [("failed", 0), ("waiting", 1), ("sent", 0)]
    assert errors() == ["550 5.1.1 No such user", "450 Mailbox busy", ""]
    assert len(server.connections) == 1


def test_email_refused_for_good_fails_if_the_next_one_is_accepted(server: MailServer) -> None:
    server.to_recipients = {address("a"): "550 5.7.1 Not you", address("c"): "550 No such user"}
    post("a", "b", "c", "d")
    mail_runs.run()
    assert states() == [("failed", 1), ("sent", 0), ("failed", 1), ("sent", 0)]
    assert errors() == ["550 5.7.1 Not you", "", "550 No such user", ""]


@pytest.mark.parametrize("answer", ["554 5.7.1 Relay access denied", "550 5.1.8 Sender address rejected", "550 Go away"])
def test_email_refused_for_good_without_others_waits(answer: str, server: MailServer) -> None:
    server.to_recipients = {address("a"): answer}
    post("a")
    mail_runs.run()
    assert states() == [("waiting", 1)]
    server.to_recipients = {}
    run_later(2 * MINUTE)
    assert states() == [("sent", 1)]


@pytest.mark.parametrize("is_after_text", [True, False])
def test_server_that_refuses_everyone_for_good_is_left_alone(is_after_text: bool, server: MailServer) -> None:
    answer = "554 5.7.1 Relay access denied"
    server.answer, server.to_recipients = (answer, {}) if is_after_text else ("", {address(name): answer for name in "abc"})
    post("a", "b", "c")
    mail_runs.run()
    assert states() == [("waiting", 1), ("waiting", 0), ("waiting", 0)]
    assert errors() == [answer] * 3
    server.answer, server.to_recipients = "250 OK", {}
    run_later(2 * MINUTE)
    assert sorted(received(server)) == ["a", "b", "c"]


def test_refusal_is_not_final_if_the_email_was_tried_again_since(server: MailServer) -> None:
    server.to_next_recipients = ["554 5.7.1 Not now"]
    (refused,) = post("a")
    with closing(MailConnection()) as to_server:
        mail_runs._send_claimed(mail_runs._claim(), to_server)
        OutgoingMail.objects.filter(pk=refused.pk).update(tries=2)
        post("b")
        mail_runs._send_claimed(mail_runs._claim(), to_server)
    assert states() == [("waiting", 2), ("sent", 0)]


def test_refused_sender_costs_one_try_for_all(server: MailServer) -> None:
    server.to_senders = ["554 We don't know you"] * 5
    post("a", "b", "c")
    mail_runs.run()
    assert states() == [("waiting", 1), ("waiting", 0), ("waiting", 0)]
    assert errors() == ["554 We don't know you"] * 3
    assert len(server.to_senders) == 3, "the second refusal in a row ends the run"
    server.to_senders = []
    run_later(2 * MINUTE)
    assert sorted(received(server)) == ["a", "b", "c"]


def test_email_that_the_server_refuses_before_its_text_does_not_stop_the_others(server: MailServer) -> None:
    server.to_senders = ["552 Too large"]
    post("a", "b", "c")
    mail_runs.run()
    assert states() == [("waiting", 1), ("sent", 0), ("sent", 0)]


def test_only_the_email_whose_answer_is_lost_is_sent_twice(server: MailServer) -> None:
    server.hangs_up_after = {address("b")}
    post("a", "b", "c")
    mail_runs.run()
    assert states() == [("sent", 0), ("waiting", 1), ("sent", 0)]
    run_later(2 * MINUTE)
    assert received(server) == ["a", "b", "c", "b"]
    first, second = (each.message["Message-ID"] for each in server.received if each.recipients == [address("b")])
    assert first == second
    assert states() == [("sent", 0), ("sent", 1), ("sent", 0)]


def test_email_whose_answer_is_lost_twice_is_not_sent_again(server: MailServer) -> None:
    server.hangs_up_after = {address("a")}
    post("a")
    mail_runs.run()
    server.to_recipients = {address("a"): "450 Mailbox busy"}
    run_later(2 * MINUTE)
    assert states() == [("waiting", 2)], "nothing was sent"
    server.to_recipients, server.hangs_up_after = {}, {address("a")}
    run_later(10 * MINUTE)
    assert states() == [("failed", 3)]
    assert errors()[0].startswith("The e-mail may have arrived")
    run_later(timedelta(hours=1))
    assert received(server) == ["a", "a"]


def test_email_refused_for_good_after_a_lost_answer_may_have_arrived(server: MailServer) -> None:
    server.hangs_up_after = {address("a")}
    post("a")
    mail_runs.run()
    server.to_recipients = {address("a"): "550 5.1.1 No such user"}
    run_later(2 * MINUTE)
    assert errors()[0].startswith("The e-mail may have arrived")
    assert errors()[0].endswith("550 5.1.1 No such user")


def test_late_answer_to_an_email_is_waited_for(server: MailServer) -> None:
    server.seconds_to_accept = 0.5
    post("a")
    with override_settings(EMAIL_TIMEOUT=0.2):
        mail_runs.run()
    assert received(server) == ["a"]
    assert states() == [("sent", 0)]


def test_time_limits_of_one_email_end_before_its_transaction_is_ended() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM current_setting('idle_in_transaction_session_timeout')::interval)")
        (limit,) = cursor.fetchone()
    steps_before_the_answer = 4
    assert mail_backend.ANSWER_SECONDS + steps_before_the_answer * LONGEST_TIMEOUT_SECONDS < limit


def test_lines_that_begin_with_a_dot_arrive(server: MailServer) -> None:
    mail_outbox.post(recipient=address("a"), data={"subject": "Dots", "text": "One\n.\n..two\n.three"})
    mail_runs.run()
    assert server.received[0].text.splitlines() == ["One", ".", "..two", ".three"]


def test_connection_that_is_closed_between_emails_is_opened_again(server: MailServer) -> None:
    server.hangs_up_between = True
    post("a", "b")
    mail_runs.run()
    assert received(server) == ["a", "b"]
    assert states() == [("sent", 0)] * 2
    assert len(server.connections) == 2


def test_connection_that_ends_with_an_answer_between_emails_is_opened_again(server: MailServer) -> None:
    server.hangs_up_between = server.says_goodbye = True
    post("a", "b")
    mail_runs.run()
    assert states() == [("sent", 0)] * 2


def test_connection_that_ends_at_a_recipient_is_opened_again(server: MailServer) -> None:
    server.to_next_recipients = ["250 OK", "421 That's enough", "250 OK"]
    post("a", "b")
    mail_runs.run()
    assert received(server) == ["a", "b"]
    assert states() == [("sent", 0)] * 2
    assert len(server.connections) == 2


def test_server_that_takes_one_email_per_connection_gets_several_connections(server: MailServer) -> None:
    server.to_senders = ["250 OK", "421 That's enough", "250 OK", "421 That's enough", "250 OK"]
    post("a", "b", "c")
    mail_runs.run()
    assert received(server) == ["a", "b", "c"]
    assert states() == [("sent", 0)] * 3


def test_server_that_hangs_up_twice_is_left_alone(server: MailServer) -> None:
    server.hangs_up_after = {address(name) for name in "abc"}
    post("a", "b", "c")
    mail_runs.run()
    assert received(server) == ["a", "b"]
    assert states() == [("waiting", 1), ("waiting", 1), ("waiting", 0)], "both may have arrived"


def test_server_that_is_too_slow_is_left_alone(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.seconds_to_accept = 3
    monkeypatch.setattr(mail_backend, "ANSWER_SECONDS", 0.2)
    post("a", "b", "c")
    # The time is over after the first, but whose fault it was is known after the second.
    mail_runs.run(seconds=0.1)
    assert states() == [("waiting", 1), ("waiting", 1), ("waiting", 0)]
    assert all("timed out" in error for error in errors())
