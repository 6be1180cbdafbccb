"""Webhooks: single responses, signed by their source as in Standard Webhooks."""

import re
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Header, Router, Schema, Status
from pydantic import Field

from api.authentication import refused
from api.bodies import body_of, parsed
from api.documents import problems, takes
from api.problems import MESSAGE_USED, Problem, nothing_here
from api.rate_limits import limit_headers, too_many
from api.schemas import InteractionIn, ReceivedOut
from core import clock
from intake.actions.receiving import EndpointRevoked, InFlight, KeyUsedOtherwise, receive_message
from intake.queries.for_api import endpoint_at, is_from_owner
from people.actions.api_calls import count_call

router = Router(tags=["Feedback"])

ID = re.compile(r"[!-~]{1,255}")
TIMESTAMP = re.compile(r"[0-9]{1,12}")


class SignedBy(Schema):
    """The headers of Standard Webhooks."""

    message_id: str = Field(
        "", alias="webhook-id", description="ID of the message. It stays the same when the message is sent again."
    )
    timestamp: str = Field("", alias="webhook-timestamp", description="Time of sending, in seconds since 1970.")
    signature: str = Field(
        "",
        alias="webhook-signature",
        description="v1,BASE64 of HMAC-SHA256 over id.timestamp.body. Several signatures are separated by spaces.",
    )


@router.post(
    "/hooks/{uuid:address}",
    auth=None,
    response={202: ReceivedOut, **problems(400, 401, 404, 409, 410, 411, 413, 415, 422, 429)},
    operation_id="deliver_response",
    url_name="hook",
    summary="Deliver a response by webhook",
    openapi_extra=takes(InteractionIn),
)
def deliver(request: HttpRequest, response: HttpResponse, address: UUID, signed: Annotated[SignedBy, Header()]) -> Any:
    """Import a contact with its survey responses, signed with the secret of the webhook. A repeated message changes nothing;
    a different message with the same ID is refused. Messages are collected for a few minutes and then published together.
    """
    endpoint = endpoint_at(address)
    if endpoint is None:
        raise nothing_here()
    body = body_of(request)
    now = clock.now()
    if not _is_recent(signed, now) or not is_from_owner(
        endpoint,
        now,
        signatures=signed.signature,
        message_id=signed.message_id,
        timestamp=signed.timestamp,
        body=body,
    ):
        raise refused(request, _("The signature is wrong, or the message is too old."))
    calls = count_call(f"endpoint:{endpoint.pk}")
    request.limit_headers = limit_headers(calls)  # type: ignore[attr-defined] # read by `guarded`
    if calls.number > settings.API_CALLS_PER_MINUTE:
        raise too_many(calls)
    record = parsed(InteractionIn, body).model_dump(exclude_none=True)
    try:
        answer = receive_message(
            endpoint=endpoint,
            message_id=signed.message_id,
            digest=sha256(body).hexdigest(),
            record=record,
            size_bytes=len(body),
        )
    except InFlight as refusal:
        raise Problem(409, str(refusal), headers={"Retry-After": "1"}) from refusal
    except KeyUsedOtherwise as refusal:
        raise Problem(409, str(refusal), kind=MESSAGE_USED) from refusal
    except EndpointRevoked as refusal:
        raise Problem(410, str(refusal)) from refusal
    if answer.is_replayed:
        response["Idempotent-Replayed"] = "true"
    return Status(202, answer.said)


def _is_recent(signed: SignedBy, now: datetime) -> bool:
    """True if the message is recent. Malformed IDs and times are not."""
    if not ID.fullmatch(signed.message_id) or not TIMESTAMP.fullmatch(signed.timestamp):
        return False
    return abs(now.timestamp() - int(signed.timestamp)) <= settings.WEBHOOK_TOLERANCE_SECONDS
