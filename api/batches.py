"""Endpoint for batches of contacts and survey responses."""

from hashlib import sha256
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Header, Router, Status

from api.authentication import ScopedToken
from api.bodies import body_of, parsed
from api.documents import problems, takes
from api.problems import KEY_USED, Problem
from api.schemas import BatchIn, ReceivedOut
from intake.actions.receiving import InFlight, KeyUsedOtherwise, receive_batch
from people.api_callers import Bearer, Scope

router = Router(tags=["Feedback"])

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[!-~]{1,255}$",
        description="A unique text that you choose for each batch. If you send the same batch again with the same key, you get "
        "the same answer and nothing is imported twice. Recommended.",
    ),
]


@router.post(
    "/batches",
    auth=ScopedToken(Scope.FEEDBACK_WRITE),
    response={202: ReceivedOut, **problems(400, 401, 403, 409, 411, 413, 415, 422, 429)},
    operation_id="send_batch",
    url_name="batches",
    summary="Send contacts and responses",
    openapi_extra=takes(BatchIn),
)
def send_batch(request: HttpRequest, response: HttpResponse, idempotency_key: Key = None) -> Any:
    """Import a batch of contacts. Each record is accepted, or rejected with a reason; the answer lists the rejected records.
    Accepted records are published in the background. Records that were sent before change nothing.
    """
    body = body_of(request)
    batch = parsed(BatchIn, body)
    sender: Bearer = request.auth  # type: ignore[attr-defined] # what `ScopedToken` returned
    try:
        answer = receive_batch(
            sender=sender,
            source=batch.source,
            records=[record.model_dump(exclude_none=True) for record in batch.interactions],
            size_bytes=len(body),
            key=idempotency_key or "",
            digest=sha256(body).hexdigest(),
        )
    except InFlight as refusal:
        raise Problem(409, str(refusal), headers={"Retry-After": "1"}) from refusal
    except KeyUsedOtherwise as refusal:
        raise Problem(422, str(refusal), kind=KEY_USED) from refusal
    if answer.is_replayed:
        response["Idempotent-Replayed"] = "true"
    response["Location"] = f"/api/v1/imports/{answer.said['import_id']}"
    return Status(202, answer.said)
