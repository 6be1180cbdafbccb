"""What is sent and answered. What is sent is exact: a field that is not known is a mistake that would otherwise go unseen."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field

from intake.limits import SOURCE

MOST_RESPONSES = 20

WHEN = "ISO 8601 with its offset from UTC, like 2026-03-01T14:05:00+01:00."
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
    """What a customer answered. Points of the instrument: csat 1–5, nps 0–10, ces 1–7; the highest is the best."""

    instrument: Literal["csat", "nps", "ces"]
    value: int
    responded_at: str | None = Field(None, description=f"{WHEN} Without it, when the contact started.")
    comment: str | None = None


class InteractionIn(Exact):
    """A contact with a customer, and what was answered about it. A field that is absent or null takes nothing away from
    what is known. Without `started_at` it must be a contact that is known: that is how responses are sent later.
    """

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": [EXAMPLE]})

    external_id: str = Field(min_length=1, description="Its id in the source: sent again, it is the same contact.")
    agent: str | None = Field(None, description="As the source names whoever spoke with the customer.")
    agent_email: str | None = None
    channel: Literal["phone", "chat", "email", "social", "other"] | None = None
    topic: str | None = Field(None, description="At most 200 characters.")
    language: str | None = Field(None, description="A code or a name, like pt-br or Portuguese: at most 40 characters.")
    started_at: str | None = Field(None, description=WHEN)
    ended_at: str | None = Field(None, description=WHEN)
    response_seconds: int | None = Field(None, description="How long the customer waited.")
    handle_seconds: int | None = None
    is_resolved: bool | None = None
    resolved_on_first_contact: bool | None = None
    recording_url: str | None = None
    transcript: str | None = None
    survey_sent_at: str | None = Field(None, description=WHEN)
    responses: Annotated[list[ResponseIn], Field(max_length=MOST_RESPONSES)] | None = None


class BatchIn(Exact):
    """Contacts of one source. Each is taken or rejected by itself."""

    source: str = Field(
        pattern=SOURCE, description="The system they come from, always by the same name.", examples=["help-desk"]
    )
    interactions: list[InteractionIn] = Field(min_length=1, max_length=settings.API_MAX_RECORDS)


class RejectedOut(Schema):
    """A record that could not be taken: its place in what was sent, the field, what stood there, and why."""

    index: int
    field: str
    value: str
    reason: str = Field(description="A word that stays the same in every language and version.")
    message: str


class ReceivedOut(Schema):
    """What was taken in. It counts as soon as its import is published; ask for that at /imports/{import_id}."""

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
    "checked",
    "publishing",
    "published",
    "undoing",
    "undone",
    "abandoned",
]


class ImportOut(Schema):
    """A file or what another system sent, on its way in or published."""

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
    progress: ProgressOut | None = Field(None, description="While work on it goes on, or has stopped with an error.")


class ImportsOut(Schema):
    items: list[ImportOut]
    next: str | None = Field(description="What to send as cursor for the next page; null on the last.")


class RejectionOut(Schema):
    """A row that could not be taken. `line` is the line of a file or sheet, or the number of the record, from 1."""

    line: int
    field: str
    value: str
    reason: str
    message: str
    cells: dict[str, str] = Field(description="The whole row by its columns, to be mended and sent again.")


class RejectionsOut(Schema):
    items: list[RejectionOut]
    next: str | None


class ErrorOut(Schema):
    pointer: str
    detail: str


class ProblemOut(Schema):
    """RFC 9457. `type` leads to what is said about it on the page of this API."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[ErrorOut] | None = Field(None, description="Where in the request, by JSON pointers.")
