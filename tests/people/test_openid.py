"""Sign-in through a small real OpenID Connect provider over HTTP, for existing accounts only."""

import logging
from typing import Any

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from config.settings.environment import Environment, SettingsRefused
from config.settings.openid import PROVIDER_ID, openid_providers, provider
from people import actions
from people.models import User
from tests.factories.people import Personas
from tests.openid_provider import CLIENT_ID, CLIENT_SECRET, company, openid_provider

COMPLETE = {
    "OIDC_NAME": "Harbour ID",
    "OIDC_ISSUER": "https://id.example.org/realm/",
    "OIDC_CLIENT_ID": "desk",
    "OIDC_CLIENT_SECRET": "secret",
}

HOME = "desk:home"
ANA = {"email": "Ana.Agent@example.org", "email_verified": True}


@pytest.fixture(autouse=True)
def _no_tries_of_other_tests(db: None) -> None:
    cache.clear()


def go_through(client: Client) -> Any:
    """Sign in through the provider, following redirects like a browser. Returns the response to the callback."""
    there = client.get(reverse("openid_connect_login", args=[PROVIDER_ID]))
    assert there.status_code == 302, there.content.decode()
    back = requests.get(there["Location"], allow_redirects=False, timeout=5).headers["Location"]
    return client.get(back.removeprefix("http://testserver"))


def is_in(client: Client) -> bool:
    return client.get(reverse(HOME)).status_code == 200


def test_verified_address_signs_in(personas: Personas) -> None:
    with company(**ANA) as running:
        client = Client()
        assert go_through(client)["Location"] == reverse(HOME)
        assert is_in(client)
        running.claims["email"] = "ana.newname@example.org"
        assert go_through(Client()).status_code == 403
        actions.change_person(actor=personas.administrator, person=personas.agent.person, email="ana.newname@example.org")
        again = Client()
        go_through(again)
        assert is_in(again), "an administrator has given the new address"
    assert SocialAccount.objects.get().user == personas.agent
    assert User.objects.count() == len(list(personas))


def test_account_number_of_another_provider_does_not_sign_in(personas: Personas) -> None:
    """After a change of provider, an account number can belong to someone else."""
    with company(**ANA):
        go_through(Client())
    with company(email=personas.reviewer.email, email_verified=True) as other:
        assert SocialAccount.objects.get().uid == other.claims["sub"]
        client = Client()
        assert go_through(client).status_code == 403
    assert not is_in(client)


def test_letter_that_becomes_ascii_in_lower_case_is_another_mailbox(personas: Personas) -> None:
    actions.change_person(actor=personas.administrator, person=personas.agent.person, email="kate@example.org")
    with company(email="\u212aate@example.org", email_verified=True):  # the kelvin sign
        assert go_through(Client()).status_code == 403
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nobody@example.org", "email_verified": True},
        {"email": "ana.agent@example.org", "email_verified": False},
        {"email": "ana.agent@example.org", "email_verified": "false"},
        {"email": "ana.agent@example.org"},
        {"email_verified": True},
    ],
)
def test_other_accounts_are_refused_and_logged(
    claims: dict[str, Any], personas: Personas, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client()
    with company(**claims), caplog.at_level(logging.WARNING, logger="people.sign_in_log"):
        answer: HttpResponse = go_through(client)
    assert answer.status_code == 403
    assert "no account here with your e-mail address" in answer.content.decode()
    assert "no sign-in has this verified address" in caplog.messages[0]
    assert not is_in(client)
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == len(list(personas))


def test_deactivated_account_stays_closed(personas: Personas) -> None:
    with company(**ANA):
        go_through(Client())
        actions.end_sign_in(actor=personas.administrator, person=personas.agent.person)
        client = Client()
        assert go_through(client).status_code == 403
        assert not is_in(client)


def test_connected_provider_account_of_a_deactivated_user_is_refused(personas: Personas) -> None:
    with company(**ANA):
        go_through(Client())
        User.objects.filter(pk=personas.agent.pk).update(is_active=False)
        client = Client()
        assert go_through(client)["Location"] == reverse("account_inactive")
        assert not is_in(client)


def test_second_factor_is_required_as_well(personas: Personas) -> None:
    TOTP.activate(personas.agent, generate_totp_secret())
    assert Authenticator.objects.count() == 1
    with company(**ANA):
        client = Client()
        assert go_through(client)["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)


def test_token_for_another_client_is_refused(personas: Personas) -> None:
    with company(**ANA) as running:
        running.audience = "another-client"
        client = Client()
        answer = go_through(client)
    assert answer.status_code == 503
    assert not is_in(client)


def test_answer_of_another_session_is_refused(personas: Personas) -> None:
    with company(**ANA):
        there = Client().get(reverse("openid_connect_login", args=[PROVIDER_ID]))["Location"]
        back = requests.get(there, allow_redirects=False, timeout=5).headers["Location"]
        victim = Client()
        victim.get(back.removeprefix("http://testserver"))
    assert not is_in(victim)


def test_connecting_a_second_provider_account_is_refused(personas: Personas) -> None:
    client = Client()
    client.force_login(personas.agent, backend="allauth.account.auth_backends.AuthenticationBackend")
    with company(email="evil@example.org", email_verified=True):
        there = client.get(reverse("openid_connect_login", args=[PROVIDER_ID]), {"process": "connect"})
        back = requests.get(there["Location"], allow_redirects=False, timeout=5).headers["Location"]
        assert client.get(back.removeprefix("http://testserver")).status_code == 403
    assert not SocialAccount.objects.exists()


def test_cancelling_leads_back_to_the_sign_in_page(personas: Personas) -> None:
    with company(**ANA) as running:
        running.error = "access_denied"
        client = Client()
        answer = go_through(client)
        assert client.get(answer["Location"])["Location"] == reverse("account_login")


def test_provider_that_is_down_gives_a_helpful_page(personas: Personas) -> None:
    with openid_provider() as running:
        settings = provider("Harbour ID", running.issuer, CLIENT_ID, CLIENT_SECRET)
    with override_settings(SOCIALACCOUNT_PROVIDERS=settings):
        answer = Client().get(reverse("openid_connect_login", args=[PROVIDER_ID]))
    assert answer.status_code == 503
    assert "sign in with your password" in answer.content.decode()


def test_button_is_shown_only_with_a_provider(personas: Personas) -> None:
    assert "Sign in with" not in Client().get(reverse("account_login")).content.decode()
    assert Client().get(reverse("openid_connect_login", args=[PROVIDER_ID])).status_code == 404
    with company():
        assert "Sign in with Harbour ID" in Client().get(reverse("account_login")).content.decode()


def test_settings_are_all_or_none() -> None:
    assert openid_providers(Environment({})) == {}
    half = Environment({"OIDC_NAME": "Harbour ID", "OIDC_CLIENT_ID": "desk"})
    assert openid_providers(half) == {}
    with pytest.raises(SettingsRefused, match="OIDC_ISSUER is missing") as refused:
        half.insist()
    assert "OIDC_CLIENT_SECRET is missing" in str(refused.value)


@pytest.mark.parametrize("issuer", ["http://id.example.org", "id.example.org", "https://"])
def test_issuer_has_an_encrypted_address(issuer: str) -> None:
    with pytest.raises(SettingsRefused, match="OIDC_ISSUER must be"):
        Environment({**COMPLETE, "OIDC_ISSUER": issuer}).insist()


def test_issuer_keeps_its_path() -> None:
    (app,) = openid_providers(Environment(COMPLETE))["openid_connect"]["APPS"]
    assert app["settings"]["server_url"] == "https://id.example.org/realm"
