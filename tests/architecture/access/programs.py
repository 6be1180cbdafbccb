"""Routes of the API, which sessions can't use. Access with tokens is tested with the API."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ProgramRoute:
    """Route with its method and the status without a token."""

    name: str
    method: str = "get"
    status: int = 401
    arguments: Mapping[str, Any] = field(default_factory=dict)


NO_ENDPOINT = {"address": UUID(int=0)}

ROUTES = [
    ProgramRoute("api:batches", method="post"),
    ProgramRoute("api:imports"),
    ProgramRoute("api:import", arguments={"import_id": 1}),
    ProgramRoute("api:rejections", arguments={"import_id": 1}),
    # Webhook calls are signed and need no token; this endpoint doesn't exist.
    ProgramRoute("api:hook", method="post", status=404, arguments=NO_ENDPOINT),
    ProgramRoute("api:api-root", status=404),
    ProgramRoute("api:missing", status=404),
    ProgramRoute("api:missing-version", status=404),
]
