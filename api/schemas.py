"""Schemas of requests and answers. Requests with unknown fields are refused: they are mistakes that would go unnoticed."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field

from intake.installation_limits import SOURCE

MOST_RESPONSES = 20

WHEN = "ISO 8601 with a UTC offset, such as 2026-03-01T14:05:00+01:00."
EXAMPLE: dict[str, Any] = {
    "external_id": "4711",
    "agent": "Nia Berg",
    "channel": "chat",
    "topic": "Billing",
    "started_at": "2026-03-01T14:05:00+01:00",
    "handle_seconds": 312,
    "is_resolved": True,
    "responses": [{"instrument": "csat", "value": 4, "responded_at": "2026-03-01T15:20:00+01:00", "comment": "Quick."}],
}


class Exact(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class ResponseIn(Exact):
    """Survey response. Values: csat 1–5, nps 0–10, ces 1–7. The highest value is the best."""

    instrument: Literal["csat", "nps", "ces"]
    value: int
    responded_at: str | None = Field(None, description=f"{WHEN} Default: the start of the contact.")
    comment: str | None = None


class InteractionIn(Exact):
    """Contact with a customer, and its survey responses. Fields that are missing or null don't change existing data. Without
    `started_at`, the contact must exist already: use this to send responses later.
    """

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": [EXAMPLE]})

    external_id: str = Field(min_length=1, description="ID of the contact in the source. The same ID means the same contact.")
    agent: str | None = Field(None, description="Name of the agent as in the source.")
    agent_email: str | None = None
    channel: Literal["phone", "chat", "email", "social", "other"] | None = None
    topic: str | None = Field(None, description="At most 200 characters.")
    language: str | None = Field(None, description="A code or a name, such as pt-br or Portuguese. At most 40 characters.")
    started_at: str | None = Field(None, description=WHEN)
    ended_at: str | None = Field(None, description=WHEN)
    response_seconds: int | None = Field(None, description="Seconds until the customer got a first reply.")
    handle_seconds: int | None = None
    is_resolved: bool | None = None
    resolved_on_first_contact: bool | None = None
    recording_url: str | None = None
    transcript: str | None = None
    survey_sent_at: str | None = Field(None, description=WHEN)
    responses: Annotated[list[ResponseIn], Field(max_length=MOST_RESPONSES)] | None = None


class BatchIn(Exact):
    """Batch of contacts from one source. Each contact is accepted or rejected separately."""

    source: str = Field(
        pattern=SOURCE, description="The system the contacts come from. Always use the same name.", examples=["help-desk"]
    )
    interactions: list[InteractionIn] = Field(min_length=1, max_length=settings.API_MAX_RECORDS)


class RejectedOut(Schema):
    """Record that was rejected: its index in the request, the field, its value, and the reason."""

    index: int
    field: str
    value: str
    reason: str = Field(description="A fixed code that doesn't change with language or version.")
    message: str


class ReceivedOut(Schema):
    """Answer to a batch or message. The records count once their import is published; see /imports/{import_id}."""

    import_id: int
    accepted: int
    rejected: list[RejectedOut]


class ProgressOut(Schema):
    done: int = Field(validation_alias="done_units")
    total: int | None = Field(validation_alias="total_units")
    percent: int | None
    error: str


StateOut = Literal[
    "gathering",
    "uploaded",
    "staging",
    "needs_people",
    "needs_look",
    "checked",
    "publishing",
    "published",
    "undoing",
    "undone",
    "abandoned",
]


class ImportOut(Schema):
    """Import of a file, or of data that another system sent."""

    id: int
    state: StateOut
    came_by: Literal["file", "api", "webhook"]
    name: str
    source: str
    rows: int
    rejected: int
    counts: dict[str, int]
    created_at: datetime
    published_at: datetime | None
    progress: ProgressOut | None = Field(
        None, description="Set while the import is being processed, or after processing stopped with an error."
    )


class ImportsOut(Schema):
    items: list[ImportOut]
    next: str | None = Field(description="Value of `cursor` for the next page; null on the last page.")


class RejectionOut(Schema):
    """Row that was rejected. `line` is the line of the file or sheet, or the number of the record, starting at 1."""

    line: int
    field: str
    value: str
    reason: str
    message: str
    cells: dict[str, str] = Field(description="The whole row by its columns, so that you can fix it and send it again.")


class RejectionsOut(Schema):
    items: list[RejectionOut]
    next: str | None


class ErrorOut(Schema):
    pointer: str
    detail: str


class ProblemOut(Schema):
    """Problem document (RFC 9457). `type` links to its explanation on the page of this API."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[ErrorOut] | None = Field(None, description="The faulty parts of the request, by JSON pointers.")
