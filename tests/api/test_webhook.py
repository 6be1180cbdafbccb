"""Signed webhooks: authentication, collecting messages, and counting each message once."""

import base64
import hmac
import json
import time
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import clock, faults
from core.locks import Postponed
from feedback.models import SurveyResponse
from feedback.queries.rollups import rollup_differences
from intake.actions import names, receiving
from intake.actions.webhooks import AlreadyRevoked, change_secret, revoke_endpoint
from intake.models import Import, KeptAnswer, Rejection, WebhookEndpoint
from intake.signatures import signature
from people.models import Scope
from tests.constraints import refused_by
from tests.factories import api
from tests.factories.people import organisation

pytestmark = pytest.mark.django_db

BODY = json.dumps(api.record()).encode()


@pytest.fixture
def sender() -> api.Sender:
    organisation()
    return api.sender()


def test_the_signature_is_that_of_standard_webhooks() -> None:
    # The example from the specification's library.
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    made = signature(secret, message_id="msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp="1614265330", body=body)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_signed_response_is_collected_and_then_published(sender: api.Sender) -> None:
    response = sender.deliver(api.record())
    assert response.status_code == 202, response.content
    assert json.loads(response.content)["accepted"] == 1
    imported = Import.objects.get()
    assert (imported.state, imported.came_by, imported.source) == ("gathering", "webhook", "help-desk")
    assert receiving.publish_what_is_due() == 0, "it is still young"
    with clock.travel(clock.now() + timedelta(seconds=301)):
        assert receiving.publish_what_is_due() == 1
        assert receiving.publish_what_is_due() == 0
    api.publish_all()
    assert SurveyResponse.objects.get().value == 4
    assert rollup_differences() == []


def test_locked_names_hold_up_neither_the_tick_nor_other_imports(sender: api.Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    """A merge of two persons can lock them for long."""
    batch = json.loads(api.post_batch(api.secret(Scope.FEEDBACK_WRITE), [api.record("T9", agent="Ada")]).content)
    api.publish_all()
    sender.deliver(api.record())

    def busy() -> None:
        raise Postponed("Waiting for a merge.")

    monkeypatch.setattr(names, "identities_for_step", busy)
    with clock.travel(clock.now() + timedelta(seconds=301)):
        assert receiving.publish_what_is_due() == 1
    assert Import.objects.get(pk=batch["import_id"]).state == Import.State.NEEDS_PEOPLE


def test_messages_within_minutes_are_one_import(sender: api.Sender) -> None:
    for number in (1, 2):
        sender.deliver(api.record(f"T{number}"), message_id=f"m{number}")
    sender.deliver({"external_id": "T9"}, message_id="m3")
    sender.deliver(api.record("T1", responses=[{"instrument": "nps", "value": 11}]), message_id="m4")
    imported = Import.objects.get()
    assert (imported.counts["records"], imported.counts["rows"], imported.counts["rejected"]) == (4, 4, 2)
    assert list(Rejection.objects.order_by("line").values_list("line", "reason")) == [(3, "unknown_contact"), (4, "scale")]
    with clock.travel(clock.now() + timedelta(seconds=301)):
        receiving.publish_what_is_due()
    sender.deliver({"external_id": "T1", "responses": [{"instrument": "csat", "value": 1}]}, message_id="m5")
    assert Import.objects.count() == 2
    with clock.travel(clock.now() + timedelta(seconds=301)):
        receiving.publish_what_is_due()
    api.publish_all()
    assert SurveyResponse.objects.count() == 3
    assert rollup_differences() == []


def test_large_collection_is_published_early(sender: api.Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "MOST_GATHERED", 2)
    for number in (1, 2, 3):
        sender.deliver(api.record(f"T{number}"), message_id=f"m{number}")
    assert list(Import.objects.order_by("pk").values_list("state", flat=True)) == ["publishing", "gathering"]


def test_repeated_message_changes_nothing(sender: api.Sender) -> None:
    first = sender.deliver(api.record(), message_id="m1")
    again = sender.deliver(api.record(), message_id="m1", at=time.time() + 5)
    assert (again.status_code, again.content) == (202, first.content)
    assert again["Idempotent-Replayed"] == "true"
    assert Import.objects.get().counts["records"] == 1
    other = api.sender(name="another")
    assert "Idempotent-Replayed" not in other.deliver(api.record(), message_id="m1")


def test_different_message_with_the_same_id_is_refused(sender: api.Sender) -> None:
    sender.deliver(api.record(), message_id="m1")
    other = sender.deliver(api.record("T2"), message_id="m1")
    assert (other.status_code, other["Content-Type"]) == (409, "application/problem+json")
    assert json.loads(other.content)["type"] == "/api/v1/docs#message-used"
    assert Import.objects.get().counts["records"] == 1
    assert KeptAnswer.objects.count() == 1


def test_effect_and_kept_answer_are_atomic(sender: api.Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(_name: str) -> None:
        raise OSError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr(faults, "point", fall)
        assert sender.deliver(api.record()).status_code == 500
    assert not Import.objects.exists()
    assert not KeptAnswer.objects.exists()
    assert "Idempotent-Replayed" not in sender.deliver(api.record())


@pytest.mark.parametrize("tampered", ["body", "id", "timestamp", "signature", "version", "secret", "nothing signed"])
def test_manipulated_message_is_refused(sender: api.Sender, tampered: str) -> None:
    headers, body = sender.headers(BODY), BODY
    assert sender.post(body, headers).status_code == 202
    if tampered == "body":
        body = BODY.replace(b'"value": 4', b'"value": 5')
    elif tampered == "id":
        headers["webhook-id"] = "m2"
    elif tampered == "timestamp":
        headers["webhook-timestamp"] = str(int(headers["webhook-timestamp"]) + 1)
    elif tampered == "signature":
        headers["webhook-signature"] = "v1," + base64.b64encode(b"0" * 32).decode()
    elif tampered == "version":
        headers["webhook-signature"] = headers["webhook-signature"].replace("v1,", "v2,")
    elif tampered == "secret":
        headers = api.Sender(sender.endpoint, "whsec_" + base64.b64encode(b"0" * 32).decode()).headers(BODY)
    else:
        headers = {}
    before = Import.objects.get().counts
    response = sender.post(body, headers)
    assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json")
    assert Import.objects.get().counts == before


@pytest.mark.parametrize(("seconds", "status"), [(-310, 401), (-290, 202), (290, 202), (310, 401)])
def test_clocks_may_differ_by_five_minutes(sender: api.Sender, seconds: int, status: int) -> None:
    assert sender.deliver(api.record(), at=time.time() + seconds).status_code == status


@pytest.mark.parametrize("timestamp", ["", "now", "1e9", "-1", "9" * 40, "१२३"])
def test_a_timestamp_is_a_number(sender: api.Sender, timestamp: str) -> None:
    headers = sender.headers(BODY)
    try:
        header = timestamp.encode("latin-1").decode("latin-1")
    except UnicodeEncodeError:
        header = timestamp.encode().decode("latin-1")
    assert sender.post(BODY, {**headers, "webhook-timestamp": header}).status_code == 401


def test_one_of_several_signatures_is_enough(sender: api.Sender) -> None:
    headers = sender.headers(BODY)
    headers["webhook-signature"] = f"v1,AAAA {headers['webhook-signature']} v1a,xyz"
    assert sender.post(BODY, headers).status_code == 202


def test_an_ordinary_client_can_sign_with_nothing_but_hmac(sender: api.Sender) -> None:
    key = base64.b64decode(sender.secret.removeprefix("whsec_"))
    at = str(int(time.time()))
    digest = hmac.new(key, f"m1.{at}.".encode() + BODY, sha256).digest()
    headers = {"webhook-id": "m1", "webhook-timestamp": at, "webhook-signature": "v1," + base64.b64encode(digest).decode()}
    assert sender.post(BODY, headers).status_code == 202


def test_new_secret_works_at_once_and_the_old_one_for_a_day(sender: api.Sender) -> None:
    endpoint, secret = change_secret(actor=None, endpoint=sender.endpoint)
    assert secret != sender.secret
    assert api.Sender(endpoint, secret).deliver(api.record(), message_id="m1").status_code == 202
    assert sender.deliver(api.record(), message_id="m2").status_code == 202
    with clock.travel(clock.now() + timedelta(hours=25)):
        at = clock.now().timestamp()
        assert sender.deliver(api.record(), message_id="m3", at=at).status_code == 401
        assert api.Sender(endpoint, secret).deliver(api.record(), message_id="m3", at=at).status_code == 202


def test_database_alone_does_not_contain_the_secret(sender: api.Sender, settings: Any) -> None:
    assert sender.secret not in str(WebhookEndpoint.objects.values().get())
    settings.SECRET_KEY = "that of another installation with the same rows"
    assert sender.deliver(api.record()).status_code == 401


def test_messages_signed_before_the_key_was_replaced_are_accepted_while_the_old_key_is_a_fallback(
    sender: api.Sender, settings: Any
) -> None:
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "the key after the rotation"
    assert sender.deliver(api.record(), message_id="m1").status_code == 202
    endpoint, secret = change_secret(actor=None, endpoint=sender.endpoint)
    settings.SECRET_KEY_FALLBACKS = []
    assert sender.deliver(api.record(), message_id="m2").status_code == 401
    assert api.Sender(endpoint, secret).deliver(api.record(), message_id="m3").status_code == 202


def test_revoked_endpoint_is_reported_to_its_owner(sender: api.Sender) -> None:
    revoke_endpoint(actor=None, endpoint=sender.endpoint)
    revoke_endpoint(actor=None, endpoint=sender.endpoint)
    assert sender.deliver(api.record()).status_code == 410
    assert sender.post(BODY, {}).status_code == 401
    assert not Import.objects.exists()
    with pytest.raises(AlreadyRevoked):
        change_secret(actor=None, endpoint=sender.endpoint)


def test_invalid_body_is_reported_after_the_signature_check(sender: api.Sender) -> None:
    assert sender.deliver({"external_id": 5}).status_code == 422
    assert sender.post(b"{}", {}).status_code == 401


def test_too_many_messages_in_a_minute_are_told_to_wait(sender: api.Sender, settings: Any) -> None:
    settings.API_CALLS_PER_MINUTE = 1
    now = clock.now()
    with clock.travel(now):
        assert sender.deliver(api.record(), message_id="m1", at=now.timestamp()).status_code == 202
        late = sender.deliver(api.record(), message_id="m2", at=now.timestamp())
    assert (late.status_code, int(late["Retry-After"]) > 0) == (429, True)


def test_addresses_are_unique_each_has_a_salt_and_a_secret_before_ends(sender: api.Sender) -> None:
    known: dict[str, Any] = {"name": "x", "source": "x", "salt": "s"}
    WebhookEndpoint.objects.create(**known, salt_before="s", before_until_at=clock.now())
    with refused_by("webhook_address_unique"):
        WebhookEndpoint.objects.create(**known, address=sender.endpoint.address)
    with refused_by("webhook_secret_before_ends"):
        WebhookEndpoint.objects.create(**known, salt_before="s")
    with refused_by("webhook_secret_before_ends"):
        WebhookEndpoint.objects.create(**known, before_until_at=clock.now())
    with refused_by("webhook_has_a_salt"):
        WebhookEndpoint.objects.create(**{**known, "salt": ""})


def test_administrators_create_webhooks(personas: Any, sign_in: Any) -> None:
    client: Client = sign_in(personas.administrator)
    url = reverse("intake:webhooks")
    made = client.post(url, {"name": "survey tool", "source": "help-desk"}).content.decode()
    endpoint = WebhookEndpoint.objects.get()
    assert "whsec_" in made
    assert f"http://testserver/api/v1/hooks/{endpoint.address}" in made
    assert "whsec_" not in client.get(url).content.decode()
    assert client.post(url, {"name": "x", "source": "a/b"}).status_code == 422
    assert "whsec_" in client.post(reverse("intake:webhook_secret", args=[endpoint.pk])).content.decode()
    client.post(reverse("intake:webhook_revoke", args=[endpoint.pk]))
    assert "Revoked" in client.get(url).content.decode()


def test_repeated_request_for_a_new_secret_makes_one(sender: api.Sender) -> None:
    """A double click must not invalidate the secret that the sender still uses."""
    endpoint = WebhookEndpoint.objects.get()
    secrets = {change_secret(actor=None, endpoint=endpoint)[1] for _ in range(2)}
    assert len(secrets) == 1
    assert sender.deliver(api.record()).status_code == 202


@pytest.mark.parametrize(("key", "first"), [("state", "new"), ("-state", "old")])
def test_webhooks_are_sorted_by_state(key: str, first: str, personas: Any, sign_in: Any) -> None:
    known: dict[str, Any] = {"source": "x", "salt": "s"}
    WebhookEndpoint.objects.create(**known, name="old", revoked_at=clock.now())
    WebhookEndpoint.objects.create(**known, name="new")
    table = sign_in(personas.administrator).get(reverse("intake:webhooks"), {"sort": key}).context["table"]
    assert next(table.records).name == first
