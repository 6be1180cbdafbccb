"""Authentication and rate limits of the API, and no tokens in logs."""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from people.actions import make_token, revoke_token
from people.models import Scope
from tests.factories import api
from tests.factories.people import organisation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer ecs_unknown", "Basic {secret}", "{secret}", "Bearer {secret}x"]
)
def test_invalid_tokens_are_refused(header: str) -> None:
    value = header.format(secret=api.secret())
    response = Client().get(reverse("api:imports"), headers={"Authorization": value})
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert response["Content-Type"] == "application/problem+json"


def test_expired_and_revoked_tokens_are_refused() -> None:
    token, secret = make_token(actor=None, name="x", scopes=[Scope.IMPORTS_READ], expires_at=clock.now() + timedelta(days=1))
    assert api.get(secret, "imports").status_code == 200
    with clock.travel(clock.now() + timedelta(days=2)):
        assert api.get(secret, "imports").status_code == 401
    revoke_token(actor=None, token=token)
    assert api.get(secret, "imports").status_code == 401


def test_each_scope_gives_its_own_access() -> None:
    organisation()
    reads, writes = api.secret(Scope.IMPORTS_READ), api.secret(Scope.FEEDBACK_WRITE)
    assert api.get(writes, "imports").status_code == 403
    assert api.get(writes, "import", 1).status_code == 403
    assert api.get(writes, "rejections", 1).status_code == 403
    assert api.post_batch(reads, [api.record()]).status_code == 403
    assert api.post_batch(writes, [api.record()]).status_code == 202


def test_calls_of_a_minute_are_limited_for_each_token(settings: Any) -> None:
    settings.API_CALLS_PER_MINUTE = 2
    secret, other = api.secret(), api.secret()
    with clock.travel(clock.now().replace(second=20)):
        answers = [api.get(secret, "imports") for _ in range(3)]
        assert api.get(other, "imports").status_code == 200
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer["RateLimit"].split(";")[1] for answer in answers] == ["r=1", "r=0", "r=0"]
    assert answers[0]["RateLimit-Policy"] == '"minute";q=2;w=60'
    assert 39 <= int(answers[2]["Retry-After"]) <= 40
    assert json.loads(answers[2].content)["type"].endswith("#too-many-calls")
    assert api.get(secret, "imports").status_code in {200, 429}
    with clock.travel(clock.now() + timedelta(minutes=5)):
        assert api.get(secret, "imports").status_code == 200


def test_failed_authentications_are_limited_by_address(settings: Any) -> None:
    settings.API_FAILURES_PER_MINUTE = 2
    with clock.travel(clock.now()):
        guesses = [api.get("ecs_guess", "imports").status_code for _ in range(3)]
        assert guesses == [401, 401, 429]
        elsewhere = Client(REMOTE_ADDR="192.0.2.9").get(reverse("api:imports"))
        assert elsewhere.status_code == 401
        assert api.get(api.secret(), "imports").status_code == 200


def test_no_log_holds_a_token(caplog: pytest.LogCaptureFixture, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from api import batches

    organisation()
    settings.DEBUG = True
    secret = api.secret()

    def break_off(**_about: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(batches, "receive_batch", break_off)
    with caplog.at_level(logging.DEBUG):
        for value in (f"Bearer {secret}", f"Basic {secret}", secret, f"Bearer {secret}x"):
            Client().get(reverse("api:imports"), headers={"Authorization": value})
        assert api.post_batch(secret, [api.record()]).status_code == 500
    assert "API call failed" in caplog.text
    assert secret not in caplog.text
