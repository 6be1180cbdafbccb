"""Password links: created when sent, with the same work for each address, and with visible failures."""

import logging
import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.settings.mail import mail_settings
from core.models import OutgoingMail
from people import password_mail
from people.models import User
from tests.factories.people import Personas, PersonFactory
from tests.mail_server import mail_server
from tests.mailbox import delivered, link_in

RESET = "account_reset_password"


@pytest.fixture(autouse=True)
def _no_tries_of_other_tests(db: None) -> None:
    cache.clear()


def statements_of_asking(email: str) -> list[str]:
    """SQL statements of a request for a link, without values."""
    client = Client()
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(reverse(RESET), {"email": email})
    assert answer["Location"] == reverse("account_reset_password_done")
    shapes = (re.split(r" VALUES | WHERE | SET ", query["sql"])[0] for query in captured)
    return [re.sub(r"_x\d+", "", shape) for shape in shapes]  # savepoints are numbered


def test_request_does_the_same_work_for_known_and_unknown_addresses(personas: Personas) -> None:
    ended = personas.other_agent
    User.objects.filter(pk=ended.pk).update(is_active=False)
    statements_of_asking("first@example.org")  # warms up caches of the process
    known, unknown = statements_of_asking(personas.agent.email), statements_of_asking("nobody@example.org")
    assert known == unknown == statements_of_asking(ended.email)
    assert any("core_outgoingmail" in statement for statement in known)
    assert not any("people_user" in statement or "account_emailaddress" in statement for statement in known)


def test_no_working_link_is_ever_stored(personas: Personas) -> None:
    Client().post(reverse(RESET), {"email": personas.agent.email})
    (row,) = OutgoingMail.objects.all()
    assert row.data == {"site": "http://testserver"}
    assert "/accounts/password/reset/key/" in link_in(delivered()[0])
    row.refresh_from_db()
    assert row.data == {}


@override_settings(ALLOWED_HOSTS=["crisis.example.org"])
def test_link_leads_to_the_host_and_scheme_of_the_request(personas: Personas) -> None:
    Client().post(reverse(RESET), {"email": personas.agent.email}, secure=True, headers={"host": "crisis.example.org:8443"})
    assert link_in(delivered()[0]).startswith("https://crisis.example.org:8443/accounts/password/reset/key/")


@override_settings(ALLOWED_HOSTS=["crisis.example.org"])
def test_forged_host_sends_nothing(personas: Personas, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.CRITICAL, logger="django.security"):
        answer = Client().post(reverse(RESET), {"email": personas.agent.email}, headers={"host": "evil.example.net"})
    assert answer.status_code == 400
    assert delivered() == []


def test_longest_address_of_the_form_is_accepted(db: None) -> None:
    longest = f"{'a' * 64}@{'.'.join(['b' * 60] * 4)}.example"
    assert len(longest) > 254
    for email in (longest, "x" * 400 + "@example.org"):
        assert Client().post(reverse(RESET), {"email": email}).status_code in {200, 302}


def letter_to(recipient: str) -> str:
    (letter,) = password_mail.letters([OutgoingMail(recipient=recipient, data={"site": "https://x"})])
    return letter.text


def test_letters_that_change_in_upper_case_get_no_link_of_another_user(personas: Personas) -> None:
    User.objects.filter(pk=personas.agent.pk).update(email="kim@example.org")
    assert "/key/" in letter_to("KIM@example.org")
    assert "/key/" not in letter_to("\u212aim@example.org")


def test_address_is_found_in_any_case(personas: Personas) -> None:
    Client().post(reverse(RESET), {"email": f" {personas.agent.email.upper()} "})
    assert "/key/" in str(delivered()[0].body)


def test_person_page_says_why_a_link_did_not_arrive(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    client, person = sign_in(personas.administrator), PersonFactory.create(display_name="Nina New")
    page = reverse("people:detail", args=[person.pk])
    client.post(reverse("people:give-sign-in", args=[person.pk]), {"email": "nina@example.org"})
    assert "is being e-mailed" in client.get(page).content.decode()
    with mail_server() as server, override_settings(**mail_settings(f"smtp://localhost:{server.port}")):
        server.answer = "451 <Come back later>"
        delivered()
        assert "e-mail the password link yet (451 &lt;Come back later&gt;)" in client.get(page).content.decode()
        server.answer = "550 5.1.1 No such user"
        client.post(reverse("people:send-link", args=[person.pk]))
        delivered()
        assert "The mail server said: 550 5.1.1 No such user" in client.get(page).content.decode()
        server.answer = "250 OK"
        client.post(reverse("people:send-link", args=[person.pk]))
        delivered()
        assert "Password link sent" in client.get(page).content.decode()
    assert len(server.received) == 1
