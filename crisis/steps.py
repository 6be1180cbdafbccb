"""Registry for steps of rooms above. The crisis's own are buy-in, scripts, reviews and recognition."""

from collections.abc import Callable
from dataclasses import dataclass

from crisis.models import Crisis


@dataclass(frozen=True, slots=True)
class StepRow:
    """Progress of a step, read from the records. People can work on it while `is_open`, unless it is `blocked_by` something."""

    title: str
    url_name: str
    is_done: bool
    note: str
    is_open: bool
    blocked_by: str = ""


Find = Callable[[Crisis], StepRow]

# Numbers of the crisis's own steps; see `crisis.queries.steps`.
OWN = (2, 3, 4, 5)

_steps: dict[int, Find] = {}


def register(number: int, find: Find) -> None:
    """Register a step under its number. Called from a room's ``AppConfig.ready``."""
    if number in OWN or number in _steps:
        raise ValueError(f"There are two steps with the number {number}.")
    _steps[number] = find


def registered() -> list[tuple[int, Find]]:
    """The registered steps with their numbers, in order."""
    return sorted(_steps.items())
