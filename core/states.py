"""Lifecycles: for one kind of thing, every step that leads from one state to another, in one table.

An action checks its step right after the lock and moves the thing at the end; what is not in the table is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.refusals import Refused

StateT = TypeVar("StateT", bound=models.TextChoices)
StepT = TypeVar("StepT", bound=StrEnum)


class HasState(Protocol):
    state: Any  # a model's field


@dataclass(frozen=True, slots=True)
class Transition(Generic[StateT]):
    """From which states a step leads where, and the sentence that refuses it in any other state.

    `by_state` has sentences for particular states. ``%(state)s`` in a sentence is the state in words.
    """

    sources: tuple[StateT, ...]
    target: StateT
    otherwise: Promise = field(default_factory=lambda: _("This is no longer possible. Reload the page."))
    by_state: Mapping[StateT, Promise] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lifecycle(Generic[StateT, StepT]):
    """The table of legal transitions, the states in which a thing begins, and the class of refusals."""

    states: type[StateT]
    begins: tuple[StateT, ...]
    transitions: Mapping[StepT, Transition[StateT]]
    refusal: type[Refused]

    def allows(self, step: StepT, state: str) -> bool:
        return state in self.transitions[step].sources

    def check(self, thing: HasState, step: StepT, **about: object) -> StateT:
        """The state to which the step leads, or a refusal. `about` fills in the sentence."""
        transition, state = self.transitions[step], self.states(thing.state)
        if not self.allows(step, state):
            sentence = transition.by_state.get(state, transition.otherwise)
            raise self.refusal(str(sentence) % {"state": str(state.label).lower(), **about})
        return transition.target

    def move(self, thing: HasState, step: StepT, **about: object) -> None:
        """Give the thing the state to which the step leads, or refuse. Saving it is the caller's."""
        thing.state = self.check(thing, step, **about)

    def move_all(self, rows: "models.QuerySet[Any]", step: StepT, **changes: object) -> int:
        """Move those of the rows that the step can start from, and change them so. Returns how many there were."""
        transition = self.transitions[step]
        return rows.filter(state__in=transition.sources).update(state=transition.target, **changes)

    def steps_from(self, state: str) -> tuple[StepT, ...]:
        """The steps that lead on from a state, in the order of the table."""
        return tuple(step for step in self.transitions if self.allows(step, state))

    def from_which(self, step: StepT) -> tuple[StateT, ...]:
        """The states in which a step is possible."""
        return self.transitions[step].sources
