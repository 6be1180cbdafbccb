"""Other systems for tests: a token, batches, signed messages, and the worker's part of it."""

import json
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from core.work import find
from core.work import run as run_work
from intake.actions.webhooks import make_endpoint
from intake.models import Import, WebhookEndpoint
from intake.signatures import signature
from people.actions import make_token
from people.models import Scope

EVERYTHING = tuple(Scope)
SOURCE = "help-desk"


def secret(*scopes: Scope, **fields: Any) -> str:
    """The secret of a new token that may do these things, or everything."""
    return make_token(actor=None, name="help desk", scopes=scopes or EVERYTHING, **fields)[1]


def record(external_id: str = "T1", **fields: Any) -> dict[str, Any]:
    """A contact with an answer."""
    return {
        "external_id": external_id,
        "agent": "Nia",
        "channel": "chat",
        "topic": "Billing",
        "started_at": "2026-01-05T10:00:00+01:00",
        "responses": [{"instrument": "csat", "value": 4, "responded_at": "2026-01-05T11:00:00+01:00"}],
        **fields,
    }


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def post_batch(
    secret: str, records: Sequence[Mapping[str, Any]], *, source: str = SOURCE, key: str = "", client: Client | None = None
) -> HttpResponse:
    headers = bearer(secret) | ({"Idempotency-Key": key} if key else {})
    body = json.dumps({"source": source, "interactions": records})
    return (client or Client()).post(  # type: ignore[return-value] # the test client's own kind of response
        reverse("api:batches"), body, content_type="application/json", headers=headers
    )


def get(secret: str, name: str, *args: Any, **query: Any) -> HttpResponse:
    return Client().get(reverse(f"api:{name}", args=args), query, headers=bearer(secret))  # type: ignore[return-value] # as above


@dataclass(frozen=True)
class Sender:
    """A system that delivers to a webhook."""

    endpoint: WebhookEndpoint
    secret: str

    def headers(self, body: bytes, *, message_id: str = "m1", at: float | None = None) -> dict[str, str]:
        timestamp = str(int(time.time() if at is None else at))
        return {
            "webhook-id": message_id,
            "webhook-timestamp": timestamp,
            "webhook-signature": signature(self.secret, message_id=message_id, timestamp=timestamp, body=body),
        }

    def deliver(self, record: Mapping[str, Any], **about: Any) -> HttpResponse:
        body = json.dumps(record).encode()
        return self.post(body, self.headers(body, **about))

    def post(self, body: bytes, headers: Mapping[str, str]) -> HttpResponse:
        return Client().post(  # type: ignore[return-value] # as above
            reverse("api:hook", args=[self.endpoint.address]), body, content_type="application/json", headers=dict(headers)
        )


def sender(**fields: Any) -> Sender:
    return Sender(*make_endpoint(**{"actor": None, "name": "survey tool", "source": SOURCE, "creates_people": True, **fields}))


def publish_all(states: Collection[str] = (Import.State.PUBLISHING,)) -> None:
    """What workers do, in this process, until nothing is left."""
    while waiting := Import.objects.filter(state__in=states).order_by("pk").first():
        work = find(waiting.work_key)
        assert work is not None
        run_work(work.pk, seconds=0)
