"""Second factors: setup, sign-in, loss, and roles that require one."""

import logging
import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from journal.models import Entry
from people import actions, second_factors
from people.models import Notification, Organisation, Role, User
from people.verbs import Verb
from tests.constraints import refused_by
from tests.factories.merging import merged
from tests.factories.people import PASSWORD, Personas, PersonFactory
from tests.mailbox import delivered

LOGIN, CODE, HOME, INDEX = "account_login", "mfa_authenticate", "desk:home", "mfa_index"


@pytest.fixture(autouse=True)
def _no_tries_of_other_tests(db: None) -> None:
    cache.clear()


@pytest.fixture
def ana(personas: Personas) -> User:
    personas.agent.set_password(PASSWORD)
    personas.agent.save(update_fields=["password"])
    return personas.agent


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def with_app(user: User) -> str:
    """Set up an authenticator app for the user. Returns its secret."""
    secret = str(generate_totp_secret())
    TOTP.activate(user, secret)
    return secret


def signed_in_by_password(user: User) -> Client:
    client = Client()
    client.post(reverse(LOGIN), {"login": user.email, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse(HOME)).status_code == 200


def confirmed(client: Client) -> Client:
    """Client after its user has confirmed the password."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def test_from_setting_up_an_app_to_signing_in_with_it(
    ana: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client = signed_in_by_password(ana)
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    page = confirmed(client).get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'value="([A-Z2-7]{32})"', page)
    assert secret is not None
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret[1])})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    assert len(re.findall(r"\b\d{8}\b", client.get(done["Location"]).content.decode())) == 10
    (notice,) = Notification.objects.filter(person=ana.person_id)
    assert notice.text.startswith("Your sign-in security was changed")
    (mail,) = delivered()
    assert (mail.to, mail.subject) == ([ana.email], "Your sign-in security was changed")
    again = signed_in_by_password(ana)
    assert not is_in(again)
    again.post(reverse(CODE), {"code": code_of(secret[1])})
    assert is_in(again)


def test_wrong_code_does_not_sign_in_and_is_logged(ana: User, caplog: pytest.LogCaptureFixture) -> None:
    with_app(ana)
    client = signed_in_by_password(ana)
    with caplog.at_level(logging.WARNING, logger="people.sign_in_log"):
        answer = client.post(reverse(CODE), {"code": "000000x"})
    assert "That didn&#x27;t work" in answer.content.decode()
    assert not is_in(client)
    assert caplog.messages == ["sign-in refused (wrong code) for 'ana.agent@example.org' from 127.0.0.1"]


def test_five_wrong_codes_are_the_limit(ana: User) -> None:
    secret = with_app(ana)
    client = signed_in_by_password(ana)
    for _try in range(5):
        client.post(reverse(CODE), {"code": "wrong"})
    answer = client.post(reverse(CODE), {"code": code_of(secret)})
    assert "Too many wrong codes. Wait five minutes" in answer.content.decode()
    assert not is_in(client)


def test_code_works_once(ana: User) -> None:
    secret = with_app(ana)
    code = code_of(secret)
    first, second = signed_in_by_password(ana), signed_in_by_password(ana)
    first.post(reverse(CODE), {"code": code})
    second.post(reverse(CODE), {"code": code})
    assert (is_in(first), is_in(second)) == (True, False)


def test_user_with_an_app_needs_no_code_by_mail_under_attack(ana: User) -> None:
    with_app(ana)
    for number in range(20):
        Client(REMOTE_ADDR=f"198.51.100.{number}").post(reverse(LOGIN), {"login": ana.email, "password": "wrong"})
    answer = Client().post(reverse(LOGIN), {"login": ana.email, "password": PASSWORD})
    assert answer["Location"] == reverse(CODE)


def test_removing_the_app_needs_the_password_again(ana: User) -> None:
    secret = with_app(ana)
    client = signed_in_by_password(ana)
    client.post(reverse(CODE), {"code": code_of(secret)})
    refused = client.post(reverse("mfa_deactivate_totp"))
    assert refused["Location"].startswith(reverse("account_reauthenticate"))
    assert Authenticator.objects.filter(user=ana).exists()
    confirmed(client).post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=ana).exists()


def test_encrypted_secrets_survive_a_new_secret_key(ana: User) -> None:
    with override_settings(SECRET_KEY="the old key", SECRET_KEY_FALLBACKS=[]):
        secret = with_app(ana)
    (stored,) = Authenticator.objects.all()
    assert secret not in str(stored.data)
    with override_settings(SECRET_KEY="the new key", SECRET_KEY_FALLBACKS=["the old key"]):
        assert stored.wrap().validate_code(code_of(secret))
    with override_settings(SECRET_KEY="the new key", SECRET_KEY_FALLBACKS=[]), pytest.raises(ValidationError):
        stored.wrap().validate_code(code_of(secret))


def test_codes_of_a_lost_secret_key_are_replaced(ana: User) -> None:
    with override_settings(SECRET_KEY="the lost key", SECRET_KEY_FALLBACKS=[]):
        RecoveryCodes.activate(ana)
    Authenticator.objects.create(user=ana, type=Authenticator.Type.WEBAUTHN, data={})
    client = Client()
    client.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")
    confirmed(client)
    for name in ("mfa_view_recovery_codes", "mfa_download_recovery_codes"):
        told = client.get(reverse(name), follow=True)
        assert told.redirect_chain == [(reverse("mfa_generate_recovery_codes"), 302)]
        assert "no longer work" in told.content.decode()
    assert client.post(reverse("mfa_generate_recovery_codes"))["Location"] == reverse("mfa_view_recovery_codes")
    assert len(re.findall(r"\b\d{8}\b", client.get(reverse("mfa_view_recovery_codes")).content.decode())) == 10


def test_user_whose_role_requires_a_second_factor_must_set_one_up_first(
    personas: Personas, ana: User, sign_in: Callable[[User], Client]
) -> None:
    actions.set_second_factor_roles(actor=personas.administrator, roles=[Role.AGENT])
    client = signed_in_by_password(ana)
    for url in (reverse(HOME), reverse("people:notifications"), reverse("crisis:list")):
        assert client.get(url)["Location"] == f"{reverse(INDEX)}?required"
    assert client.post(reverse("people:read"))["Location"] == f"{reverse(INDEX)}?required"
    assert client.get(reverse(HOME), headers={"hx-request": "true"})["HX-Redirect"] == f"{reverse(INDEX)}?required"
    assert "Your role requires a second factor" in client.get(f"{reverse(INDEX)}?required").content.decode()
    assert confirmed(client).get(reverse("mfa_add_webauthn")).status_code == 200
    assert is_in(sign_in(personas.supervisor)), "other roles are free"
    with_app(ana)
    assert is_in(client)


def test_recovery_codes_alone_are_no_second_factor(personas: Personas, ana: User) -> None:
    actions.set_second_factor_roles(actor=personas.administrator, roles=[Role.AGENT])
    Authenticator.objects.create(user=ana, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "", "used_mask": 0})
    assert second_factors.must_set_one_up(ana)


def test_api_calls_need_no_second_factor(personas: Personas) -> None:
    from people.models import Scope

    actions.set_second_factor_roles(actor=personas.administrator, roles=list(Role))
    _token, secret = actions.make_token(actor=None, name="help desk", scopes=[Scope.IMPORTS_READ])
    answer = Client().get("/api/v1/imports/0", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("application/")


def test_choice_of_roles_is_journalled_and_idempotent(personas: Personas, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(personas.administrator)
    for _time in range(2):
        client.post(reverse("people:second-factor-roles"), {"roles": ["ops", "supervisor"]})
    assert Organisation.objects.get().second_factor_roles == ["supervisor", "ops"]
    (entry,) = Entry.objects.filter(verb=Verb.SECOND_FACTOR_ROLES_SET)
    assert entry.data == {"roles": ["supervisor", "ops"]}


def test_database_refuses_unknown_roles(personas: Personas) -> None:
    with refused_by("organisation_second_factor_roles_known"):
        Organisation.objects.update(second_factor_roles=["king"])


def test_administrator_resets_a_lost_second_factor(personas: Personas, ana: User, sign_in: Callable[[User], Client]) -> None:
    with_app(ana)
    client = sign_in(personas.administrator)
    assert "Second factors: Authenticator app." in client.get(reverse("people:detail", args=[ana.person_id])).content.decode()
    client.post(reverse("people:reset-second-factor", args=[ana.person_id]))
    assert is_in(signed_in_by_password(ana))
    assert Entry.objects.filter(verb=Verb.SECOND_FACTOR_RESET, subject_id=ana.person_id).count() == 1
    assert Notification.objects.filter(person=ana.person_id, text__contains="removed your second factor").exists()


def test_command_resets_the_second_factors_of_the_last_administrator(
    personas: Personas, capsys: pytest.CaptureFixture[str]
) -> None:
    with_app(personas.administrator)
    call_command("reset_second_factor", "Adam.Administrator@example.org")
    assert "can now sign in with just the password" in capsys.readouterr().out
    assert not Authenticator.objects.exists()
    with pytest.raises(CommandError, match="has no second factor"):
        call_command("reset_second_factor", personas.administrator.email)
    with pytest.raises(CommandError, match="No account has"):
        call_command("reset_second_factor", "nobody@example.org")


def test_deactivated_account_keeps_no_second_factor(personas: Personas, ana: User) -> None:
    with_app(ana)
    actions.end_sign_in(actor=personas.administrator, person=ana.person)
    assert not Authenticator.objects.exists()


def test_second_factors_move_with_the_account_in_a_merge(personas: Personas, ana: User) -> None:
    secret = with_app(ana)
    kept = PersonFactory.create(display_name="Ana A.")
    merged(kept, ana.person)
    user = User.objects.get(person=kept)
    assert user.pk == ana.pk
    assert Authenticator.objects.get(user=user).wrap().validate_code(code_of(secret))


def test_unknown_passkey_is_refused(personas: Personas) -> None:
    client = Client()
    options = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert options.json()["request_options"]["publicKey"]["userVerification"] == "required"
    for credential in ("", "{}", "[]", "null", '{"id": "x", "response": {"userHandle": "MQ"}}', "not json"):
        answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
        assert answer.status_code == 302
    assert "_auth_user_id" not in client.session
