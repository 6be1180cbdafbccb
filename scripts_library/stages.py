"""Stages of the crises that a user knows of. The room that has crises registers them from its ``AppConfig.ready``."""

from collections.abc import Callable
from dataclasses import dataclass

from people.identity import User


@dataclass(frozen=True, slots=True)
class RunningStage:
    """The stage that a crisis is in, as one of `scripts_library.models.Stage`."""

    title: str
    stage: str


Stages = Callable[[User], list[RunningStage]]

_known: list[Stages] = []


def register(stages: Stages) -> None:
    _known.append(stages)


def stages_for(user: User) -> list[RunningStage]:
    """Stages of the user's crises: at most one crisis for each stage, the most urgent first."""
    found: dict[str, RunningStage] = {}
    for running in (each for stages in _known for each in stages(user)):
        found.setdefault(running.stage, running)
    return list(found.values())
