"""Sign-in: passwords, logging, rate limits, and closed pages of allauth."""

import logging

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from tests.factories.people import PASSWORD, Personas
from tests.mailbox import delivered, link_in

WRONG = "wrong horse battery staple"


@pytest.fixture(autouse=True)
def _no_tries_of_other_tests(db: None) -> None:
    cache.clear()


def try_to_sign_in(client: Client, email: str, password: str) -> int:
    return client.post(reverse("account_login"), {"login": email, "password": password}).status_code


@pytest.fixture
def client_of_agent(personas: Personas) -> Client:
    personas.agent.set_password(PASSWORD)
    personas.agent.save()
    return Client()


def test_right_password_leads_to_the_home_page(client_of_agent: Client) -> None:
    answer = client_of_agent.post(reverse("account_login"), {"login": "ana.agent@example.org", "password": PASSWORD})
    assert answer["Location"] == reverse("desk:home")


def test_refused_sign_in_is_logged_with_escaped_input(client_of_agent: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="people.sign_in_log"):
        assert try_to_sign_in(client_of_agent, "ana.agent@example.org", WRONG) == 200
    assert caplog.messages == ["sign-in refused (wrong password) for 'ana.agent@example.org' from 127.0.0.1"]
    assert WRONG not in caplog.text


def test_flood_from_one_address_gets_an_error_page(client_of_agent: Client) -> None:
    statuses = {client_of_agent.get(reverse("account_login")).status_code for _visit in range(5)}
    assert statuses == {200}
    with override_settings(ACCOUNT_RATE_LIMITS={"login": "3/m/ip"}):
        answers = [client_of_agent.post(reverse("account_login"), {"login": "x", "password": "y"}) for _visit in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert "There were too many attempts" in answers[-1].content.decode()


def test_deactivated_account_cannot_sign_in(client_of_agent: Client, personas: Personas) -> None:
    personas.agent.is_active = False
    personas.agent.save()
    answer = client_of_agent.post(
        reverse("account_login"), {"login": "ana.agent@example.org", "password": PASSWORD}, follow=True
    )
    assert "_auth_user_id" not in client_of_agent.session
    assert "Your account is deactivated" in answer.content.decode()


def test_sign_up_is_closed(client_of_agent: Client) -> None:
    answer = client_of_agent.post(reverse("account_signup"), {"email": "new@example.org", "password1": PASSWORD})
    assert "You can't sign up here" in answer.content.decode()


@pytest.mark.parametrize("path", ["/accounts/email/", "/accounts/confirm-email/", "/accounts/login/code/"])
def test_pages_for_changing_the_own_address_do_not_exist(path: str, client_of_agent: Client) -> None:
    assert client_of_agent.get(path).status_code == 404


def test_password_link_works_once(client_of_agent: Client) -> None:
    answer = client_of_agent.post(reverse("account_reset_password"), {"email": "ana.agent@example.org"}, follow=True)
    assert "Check your e-mail" in answer.content.decode()
    link = link_in(delivered()[0])
    page = client_of_agent.get(link, follow=True)
    assert "Choose a new password" in page.content.decode()
    chosen = "another horse battery staple"
    done = client_of_agent.post(page.request["PATH_INFO"], {"password1": chosen, "password2": chosen}, follow=True)
    assert "Password changed" in done.content.decode()
    assert "This link no longer works" in Client().get(link, follow=True).content.decode()
    assert try_to_sign_in(Client(), "ana.agent@example.org", chosen) == 302


def test_unknown_address_gets_the_same_page(client_of_agent: Client) -> None:
    answer = client_of_agent.post(reverse("account_reset_password"), {"email": "nobody@example.org"}, follow=True)
    assert "Check your e-mail" in answer.content.decode()
    assert "there is no account with this address" in " ".join(str(delivered()[0].body).split())
