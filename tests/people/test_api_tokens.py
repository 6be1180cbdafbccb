"""API tokens: shown once, stored as a digest, valid until they expire or are revoked."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import clock
from journal.models import Entry
from people import actions
from people.actions.api_calls import count_call, count_call_of, forget_calls
from people.api_callers import bearer, digest_of
from people.models import ApiToken, CallCount, Scope, User
from people.verbs import Verb
from tests.constraints import refused_by
from tests.factories.people import Personas
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def token(*scopes: Scope, **fields: Any) -> tuple[ApiToken, str]:
    return actions.make_token(actor=None, name="help desk", scopes=scopes or [Scope.FEEDBACK_WRITE], **fields)


def test_secret_is_long_random_and_not_stored() -> None:
    (made, secret), (_other, another) = token(), token()
    assert secret != another
    assert secret.startswith("ecs_")
    assert len(secret) >= 4 + 43, "256 bits"
    kept = ApiToken.objects.filter(pk=made.pk).values().get()
    assert secret not in str(kept)
    assert (kept["digest"], kept["ending"]) == (digest_of(secret), secret[-4:])


def test_secret_identifies_its_token() -> None:
    made, secret = token(Scope.IMPORTS_READ)
    holder = bearer(secret)
    assert holder is not None
    assert (holder.token_id, holder.may(Scope.IMPORTS_READ), holder.may(Scope.FEEDBACK_WRITE)) == (made.pk, True, False)
    assert bearer(secret[:-1]) is None
    assert bearer("") is None


def test_token_ends_when_it_expires_or_is_revoked() -> None:
    now = clock.now()
    _made, secret = token(expires_at=now + timedelta(hours=1))
    assert bearer(secret) is not None
    with clock.travel(now + timedelta(hours=1)):
        assert bearer(secret) is None
    made, secret = token()
    actions.revoke_token(actor=None, token=made)
    actions.revoke_token(actor=None, token=made)
    assert bearer(secret) is None
    assert Entry.objects.filter(verb=Verb.TOKEN_REVOKED).count() == 1


def test_token_works_after_its_creator_was_deactivated(personas: Personas) -> None:
    _made, secret = actions.make_token(actor=personas.administrator, name="x", scopes=[Scope.IMPORTS_READ])
    User.objects.filter(pk=personas.administrator.pk).update(is_active=False)
    assert bearer(secret) is not None


def test_only_administrators_create_and_revoke_tokens(personas: Personas) -> None:
    made, _secret = token()
    for deed in (
        lambda: actions.make_token(actor=personas.ops, name="x", scopes=[Scope.IMPORTS_READ]),
        lambda: actions.revoke_token(actor=personas.ops, token=made),
    ):
        with pytest.raises(PermissionDenied):
            deed()


def test_calls_are_counted_per_minute_and_last_use_is_updated_once_per_minute() -> None:
    made, secret = token()
    holder = bearer(secret)
    assert holder is not None
    start = clock.now().replace(second=15, microsecond=0)
    with clock.travel(start):
        assert [count_call_of(holder).number for _ in range(2)] == [1, 2]
        assert count_call("address:::1").number == 1
    with clock.travel(start + timedelta(seconds=30)):
        calls = count_call_of(holder)
    assert (calls.number, calls.seconds_left) == (3, 15)
    made.refresh_from_db()
    assert made.last_used_at == start
    with clock.travel(start + timedelta(minutes=1)):
        assert count_call_of(holder).number == 1
        assert forget_calls() == 0
    with clock.travel(start + timedelta(hours=1, seconds=20)):
        assert forget_calls() == 2
    assert CallCount.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_concurrent_calls_are_all_counted() -> None:
    now = clock.now()

    def call() -> None:
        with clock.travel(now):
            for _ in range(20):
                count_call("token:1")

    assert list(at_once(*[call] * 5)) == [None] * 5
    assert CallCount.objects.get().calls == 100


def test_database_refuses_unknown_scopes_and_equal_digests() -> None:
    made, _secret = token(*Scope)
    fields: dict[str, Any] = {"name": "x", "digest": "d", "ending": "abcd"}
    with refused_by("api_token_scopes_known"):
        ApiToken.objects.create(**fields, scopes=["everything"])
    with refused_by("api_token_may_do_something"):
        ApiToken.objects.create(**fields, scopes=[])
    with refused_by("api_token_digest_unique"):
        ApiToken.objects.create(**{**fields, "digest": made.digest}, scopes=["imports:read"])
    CallCount.objects.create(caller="a", minute_at=clock.now(), calls=1)
    with refused_by("call_count_once_a_minute"):
        CallCount.objects.create(caller="a", minute_at=CallCount.objects.get().minute_at, calls=1)


def test_page_shows_the_secret_once(personas: Personas, sign_in: Any) -> None:
    client: Client = sign_in(personas.administrator)
    url = reverse("people:tokens")
    assert "No API tokens yet" in client.get(url).content.decode()
    answer = client.post(url, {"name": "help desk", "scopes": ["feedback:write", "imports:read"], "last_on": "2100-01-31"})
    made = ApiToken.objects.get()
    found = re.search(r"ecs_[\w-]{40,}", answer.content.decode())
    assert found is not None
    secret = found[0]
    assert digest_of(secret) == made.digest
    assert "no-store" in answer["Cache-Control"]
    assert made.expires_at is not None
    assert made.expires_at.isoformat() == "2100-01-31T23:00:00+00:00", "the end of the day in the organisation's zone"
    shown = client.get(url).content.decode()
    assert secret not in shown
    assert made.ending in shown
    assert "Never" in shown
    client.post(reverse("people:revoke-token", args=[made.pk]))
    assert "Revoked" in client.get(url).content.decode()


def test_past_expiry_date_and_missing_scope_are_refused(personas: Personas, sign_in: Any) -> None:
    answer = sign_in(personas.administrator).post(reverse("people:tokens"), {"name": "x", "last_on": "2020-01-01"})
    assert answer.status_code == 422
    assert "This date is in the past" in answer.content.decode()
    assert not ApiToken.objects.exists()
