"""How a room describes who may open or use each of its routes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.factories.people import Personas

Arrange = Callable[[Personas], Mapping[str, Any]]

OK, FOUND, REFUSED, FORBIDDEN, MISSING, CONFLICT, INVALID = 200, 302, 400, 403, 404, 409, 422


def nothing(_personas: Personas) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Route:
    """One route, one method, and the status each persona gets.

    `expect` names personas; everybody else who is signed in gets `otherwise`. Strangers are always sent to the sign-in
    page. `arrange` makes the objects the route needs and returns its URL arguments.
    """

    name: str
    otherwise: int
    expect: Mapping[str, int] = field(default_factory=dict)
    method: str = "get"
    data: Mapping[str, Any] = field(default_factory=dict)
    arrange: Arrange = nothing
