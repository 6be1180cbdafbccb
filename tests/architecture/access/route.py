"""Description of a route in the access matrix."""

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
    """Route and method with the expected status of each persona.

    `expect` has exceptions by persona; other signed-in personas get `otherwise`. Strangers are always redirected to the sign-in
    page. `arrange` creates the objects that the route needs and returns its URL arguments.
    """

    name: str
    otherwise: int
    expect: Mapping[str, int] = field(default_factory=dict)
    method: str = "get"
    data: Mapping[str, Any] = field(default_factory=dict)
    arrange: Arrange = nothing
