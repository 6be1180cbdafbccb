"""The steps that rooms above add to those of the crisis itself, which are buy-in, scripts, reviews and recognition."""

from collections.abc import Callable
from dataclasses import dataclass

from crisis.models import Crisis


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step as the records show it. Work on it is possible while `is_open`, unless something is missing: `blocked_by`."""

    title: str
    url_name: str
    is_done: bool
    note: str
    is_open: bool
    blocked_by: str = ""


Find = Callable[[Crisis], StepRow]

# Of the crisis itself; see `crisis.queries.steps`.
OWN = (2, 3, 4, 5)

_steps: dict[int, Find] = {}


def register(number: int, find: Find) -> None:
    """Add a step at its place in the order. Called from a room's ``AppConfig.ready``."""
    if number in OWN or number in _steps:
        raise ValueError(f"There are two steps with the number {number}.")
    _steps[number] = find


def registered() -> list[tuple[int, Find]]:
    """The registered steps with their numbers, in order."""
    return sorted(_steps.items())
