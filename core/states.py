"""Lifecycles: tables of all legal transitions of a kind of object.

An action checks its step right after the lock and moves the object at the end. Other transitions are refused.
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
    """Transition of a step: source states, target state, and the message that refuses it in other states.

    `by_state` has messages for particular states. ``%(state)s`` in a message is the label of the state.
    """

    sources: tuple[StateT, ...]
    target: StateT
    otherwise: Promise = field(default_factory=lambda: _("This is no longer possible. Reload the page."))
    by_state: Mapping[StateT, Promise] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lifecycle(Generic[StateT, StepT]):
    """Lifecycle: legal transitions, initial states, and the class of refusals."""

    states: type[StateT]
    begins: tuple[StateT, ...]
    transitions: Mapping[StepT, Transition[StateT]]
    refusal: type[Refused]

    def allows(self, step: StepT, state: str) -> bool:
        return state in self.transitions[step].sources

    def check(self, thing: HasState, step: StepT, **about: object) -> StateT:
        """The target state of the step. Refuses an illegal one; `about` fills in the message."""
        transition, state = self.transitions[step], self.states(thing.state)
        if not self.allows(step, state):
            sentence = transition.by_state.get(state, transition.otherwise)
            raise self.refusal(str(sentence) % {"state": str(state.label).lower(), **about})
        return transition.target

    def move(self, thing: HasState, step: StepT, **about: object) -> None:
        """Set the target state of the step, or refuse. The caller saves the object."""
        thing.state = self.check(thing, step, **about)

    def move_all(self, rows: "models.QuerySet[Any]", step: StepT, **changes: object) -> int:
        """Apply the step and the changes to all rows in a source state. Returns how many."""
        transition = self.transitions[step]
        return rows.filter(state__in=transition.sources).update(state=transition.target, **changes)

    def steps_from(self, state: str) -> tuple[StepT, ...]:
        """Legal steps from a state, in the order of the table."""
        return tuple(step for step in self.transitions if self.allows(step, state))

    def target(self, step: StepT) -> StateT:
        """Target state of a step."""
        return self.transitions[step].target

    def from_which(self, step: StepT) -> tuple[StateT, ...]:
        """Source states of a step."""
        return self.transitions[step].sources
