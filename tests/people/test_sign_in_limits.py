"""Limits of failed sign-ins, which can't lock out users from elsewhere."""

import logging
import re
from datetime import timedelta
from itertools import count

import pytest
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.caching import delete_expired
from people import actions, sign_in_limits
from people.models import User
from tests.factories.people import PASSWORD, Personas, PersonFactory
from tests.mailbox import delivered
from tests.threads import at_once

WRONG = "wrong horse battery staple"
LOGIN, CODE = "account_login", "account_confirm_login_code"


@pytest.fixture(autouse=True)
def _no_tries_of_other_tests(db: None) -> None:
    cache.clear()


@pytest.fixture
def ana(personas: Personas) -> User:
    personas.agent.set_password(PASSWORD)
    personas.agent.save(update_fields=["password"])
    return personas.agent


def try_from(address: str, email: str, password: str = WRONG, **headers: str) -> str:
    """Response to a sign-in from this client address: the page, or the redirect target."""
    answer = Client(REMOTE_ADDR=address).post(reverse(LOGIN), {"login": email, "password": password}, headers=headers)
    return answer.headers.get("Location", answer.content.decode())


def attack(email: str, times: int) -> None:
    """Fail to sign in this often, each time from another address."""
    for number in range(times):
        assert "don&#x27;t match" in try_from(f"198.51.{number // 250}.{number % 250}", email)


def test_five_failures_block_the_pair_and_show_the_wait(ana: User) -> None:
    for _try in range(5):
        assert "don&#x27;t match" in try_from("192.0.2.1", ana.email)
    answer = try_from("192.0.2.1", ana.email, PASSWORD)
    assert "Too many failed attempts with this e-mail address. Try again in 5 minutes, or choose a new password." in answer
    assert try_from("192.0.2.2", ana.email, PASSWORD) == reverse("desk:home"), "another address is not concerned"


@pytest.mark.parametrize("again", ["ANA.AGENT@Example.Org", " ana.agent@example.org ", "ana.agent@example.org\t"])
def test_other_spellings_of_the_address_are_the_same_pair(ana: User, again: str) -> None:
    for _try in range(5):
        try_from("192.0.2.1", again)
    assert "Too many failed attempts" in try_from("192.0.2.1", ana.email)


def test_letters_that_change_in_upper_case_are_the_same_address(ana: User) -> None:
    from people.sign_in_limits import _normal

    assert _normal("ſofıa@example.org") == _normal("SOFIA@example.org") == _normal("sofia@example.org")


def test_unknown_addresses_are_limited_alike(ana: User) -> None:
    answers = {email: [try_from("192.0.2.1", email) for _try in range(6)] for email in (ana.email, "nobody@example.org")}
    texts = [[re.sub(r"<[^>]+>|\S+@\S+|nonce\S+|\w{64}", "", page) for page in pages] for pages in answers.values()]
    assert texts[0] == texts[1]
    assert "Too many failed attempts" in texts[1][-1]


def test_client_address_is_limited_to_fifty_failures_an_hour(ana: User) -> None:
    for number in range(50):
        assert "don&#x27;t match" in try_from("192.0.2.1", f"somebody{number}@example.org")
    assert "Too many failed attempts from your network. Try again in 60 minutes." in try_from("192.0.2.1", ana.email, PASSWORD)
    assert try_from("192.0.2.2", ana.email, PASSWORD) == reverse("desk:home")


def test_blocked_pair_does_not_block_the_rest_of_the_network(ana: User) -> None:
    for _try in range(60):
        try_from("192.0.2.1", "other@example.org")
    assert try_from("192.0.2.1", ana.email, PASSWORD) == reverse("desk:home")


def test_right_passwords_are_not_counted(ana: User) -> None:
    for _try in range(7):
        assert try_from("192.0.2.1", ana.email, PASSWORD) == reverse("desk:home")
    assert "don&#x27;t match" in try_from("192.0.2.1", ana.email)


def test_hundred_failures_from_elsewhere_do_not_lock_the_user_out(ana: User) -> None:
    attack(ana.email, 100)
    client = Client(REMOTE_ADDR="192.0.2.1")
    answer = client.post(reverse(LOGIN), {"login": ana.email, "password": PASSWORD})
    assert answer["Location"] == reverse(CODE)
    assert client.get(reverse("desk:home")).status_code == 302, "not yet signed in"
    assert ana.email in client.get(reverse(CODE)).content.decode()
    (message,) = delivered()
    assert message.to == [ana.email]
    done = client.post(reverse(CODE), {"code": code_in(str(message.body))})
    assert done["Location"] == reverse("desk:home")
    assert client.get(reverse("desk:home")).status_code == 200


def test_twenty_failures_require_no_code_yet(ana: User) -> None:
    attack(ana.email, 19)
    assert try_from("192.0.2.1", ana.email, PASSWORD) == reverse("desk:home")
    attack(ana.email, 1)
    assert try_from("192.0.2.1", ana.email, PASSWORD) == reverse(CODE)


def test_attacker_with_the_right_password_has_three_attempts_at_the_code(ana: User, caplog: pytest.LogCaptureFixture) -> None:
    attack(ana.email, 20)
    client = Client(REMOTE_ADDR="203.0.113.9")
    client.post(reverse(LOGIN), {"login": ana.email, "password": PASSWORD})
    (message,) = delivered()
    with caplog.at_level(logging.INFO, logger="people.sign_in_log"):
        answers = [client.post(reverse(CODE), {"code": "AAAAAA"}) for _try in range(3)]
        late = client.post(reverse(CODE), {"code": code_in(str(message.body))})
    assert "This code is wrong" in answers[0].content.decode()
    assert answers[2]["Location"] == late["Location"] == reverse(LOGIN)
    assert "_auth_user_id" not in client.session
    assert caplog.messages[-3:] == ["sign-in refused (wrong code) for 'ana.agent@example.org' from 203.0.113.9"] * 3


def test_new_password_by_mail_opens_a_blocked_pair(ana: User) -> None:
    for _try in range(6):
        try_from("192.0.2.1", ana.email)
    client = Client(REMOTE_ADDR="192.0.2.1")
    client.post(reverse("account_reset_password"), {"email": ana.email})
    link = re.search(r"http://testserver(\S+)", str(delivered()[0].body))
    assert link is not None
    form = client.get(link[1], follow=True)
    chosen = "four quiet harbours at dawn"
    client.post(form.request["PATH_INFO"], {"password1": chosen, "password2": chosen})
    assert try_from("192.0.2.1", ana.email, chosen) == reverse("desk:home")


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_forged_forwarding_header_does_not_change_the_client_address(ana: User) -> None:
    forged = (f"203.0.113.{number}, 192.0.2.1" for number in count(1))
    for _try in range(5):
        try_from("10.0.0.1", ana.email, **{"x-forwarded-for": next(forged)})
    answer = try_from("10.0.0.1", ana.email, PASSWORD, **{"x-forwarded-for": next(forged)})
    assert "Too many failed attempts" in answer
    other = try_from("10.0.0.1", ana.email, PASSWORD, **{"x-forwarded-for": "192.0.2.1, 192.0.2.7"})
    assert other == reverse("desk:home"), "the last one is what the proxy saw"


def test_forwarding_header_without_a_proxy_is_ignored(ana: User) -> None:
    for number in range(5):
        try_from("192.0.2.1", ana.email, **{"x-forwarded-for": f"203.0.113.{number}"})
    assert "Too many failed attempts" in try_from("192.0.2.1", ana.email, **{"x-forwarded-for": "203.0.113.77"})


def test_ipv4_mapped_to_ipv6_counts_as_ipv4(ana: User) -> None:
    """Dual-stack sockets map all IPv4 addresses into the same IPv6 network."""
    for _try in range(5):
        try_from("::ffff:192.0.2.1", ana.email)
    assert "Too many failed attempts" in try_from("::ffff:192.0.2.1", ana.email, PASSWORD)
    assert "Too many failed attempts" in try_from("192.0.2.1", ana.email, PASSWORD), "both ways to write it are the same"
    assert try_from("::ffff:192.0.2.2", ana.email, PASSWORD) == reverse("desk:home")


def test_ipv6_network_counts_as_one_address(ana: User) -> None:
    for number in range(5):
        try_from(f"2001:db8:1:2::{number}", ana.email)
    assert "Too many failed attempts" in try_from("2001:db8:1:2:ffff::1", ana.email, PASSWORD)
    assert try_from("2001:db8:1:3::1", ana.email, PASSWORD) == reverse("desk:home")


def test_flood_of_cache_entries_keeps_counted_attempts(ana: User) -> None:
    for _try in range(5):
        try_from("192.0.2.1", ana.email)
    for number in range(700):
        cache.set(f"0:{number}", 1, 3600)
        cache.set(f"zzz:{number}", 1, 3600)
    assert "Too many failed attempts" in try_from("192.0.2.1", ana.email, PASSWORD)


def test_tick_deletes_only_expired_entries() -> None:
    cache.set("short", 1, 60)
    cache.set("long", 1, 3600)
    with clock.travel(timezone.now() + timedelta(minutes=5)):
        assert delete_expired() == 1
    assert cache.get("long") == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_cache")
        assert cursor.fetchone() == (1,)


def test_sign_ins_are_logged_with_method_and_client(ana: User, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="people.sign_in_log"):
        try_from("192.0.2.1", ana.email, PASSWORD)
    assert caplog.messages == ["sign-in of 'ana.agent@example.org' from 192.0.2.1 by password"]
    assert PASSWORD not in caplog.text


def test_address_with_capital_letters_signs_in(personas: Personas) -> None:
    person = PersonFactory.create()
    actions.give_sign_in(actor=personas.administrator, person=person, email="Nina.New@Example.org", password=PASSWORD)
    assert try_from("192.0.2.1", "nina.new@example.org", PASSWORD) == reverse("desk:home")
    actions.change_person(actor=personas.administrator, person=person, email="N.New@Example.org")
    assert try_from("192.0.2.1", "N.new@example.ORG", PASSWORD) == reverse("desk:home")


@pytest.mark.django_db(transaction=True)
def test_concurrent_attempts_are_limited_to_five(ana: User) -> None:
    answers: list[str] = []
    raised = at_once(*[lambda: answers.append(try_from("192.0.2.1", ana.email))] * 12)
    assert set(raised) == {None}
    assert 1 <= sum("don&#x27;t match" in answer for answer in answers) <= 5
    # The last one is the page for an attempt that couldn't be counted in time.
    refusals = "don&#x27;t match|Too many failed attempts|Too many people|There were too many attempts"
    assert all(re.search(refusals, answer) for answer in answers)


def test_attempt_that_could_not_be_counted_gets_its_own_message(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ratelimit, "CACHE_LOCK_WAIT_TIMEOUT", 0)
    (rate,) = ratelimit.get_rates(app=sign_in_limits.APP, action=sign_in_limits.ADDRESS, config=sign_in_limits.LIMITS)
    request = RequestFactory(REMOTE_ADDR="192.0.2.1").post("/")
    key = ratelimit.get_cache_key(request, app=sign_in_limits.APP, action=sign_in_limits.ADDRESS, rate=rate)
    cache.add(f"{key}:lock", True)
    answer = try_from("192.0.2.1", ana.email, PASSWORD)
    assert "Too many people are signing in right now" in answer
    assert "failed attempts" not in answer


def code_in(text: str) -> str:
    return next(line for line in text.splitlines() if re.fullmatch(r"[A-Z0-9]{3,}(-[A-Z0-9]{3,})*", line))
