"""The life of a crisis as a table: draft → active → resolved → in review → closed, and the ways aside and back.

Rooms add what a step waits for (`register_obstacles`) and what follows from it (`register_follow_up`).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.refusals import Refused
from crisis.models import Crisis

State = Crisis.State


class Step(StrEnum):
    ACTIVATE = "activate"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    BEGIN_REVIEW = "begin-review"
    BACK_TO_RESOLVED = "back-to-resolved"
    CLOSE = "close"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Transition:
    """From which state a step leads where, and what is said to who tries it from another state."""

    source: State
    target: State
    otherwise: Promise


TRANSITIONS: Mapping[Step, Transition] = {
    Step.ACTIVATE: Transition(State.DRAFT, State.ACTIVE, _("Only a draft can be activated.")),
    Step.RESOLVE: Transition(State.ACTIVE, State.RESOLVED, _("Only an active crisis can be resolved.")),
    Step.REOPEN: Transition(
        State.RESOLVED,
        State.ACTIVE,
        _("Only a resolved crisis can be reopened. If it is in review, put it back to resolved first."),
    ),
    Step.BEGIN_REVIEW: Transition(
        State.RESOLVED, State.IN_REVIEW, _("The review begins when the crisis is resolved. Resolve it first.")
    ),
    Step.BACK_TO_RESOLVED: Transition(State.IN_REVIEW, State.RESOLVED, _("Only a crisis in review can go back to resolved.")),
    Step.CLOSE: Transition(State.IN_REVIEW, State.CLOSED, _("Only a crisis in review can be closed. Begin the review first.")),
    Step.CANCEL: Transition(
        State.DRAFT, State.CANCELLED, _("Only a draft can be cancelled. An active crisis is resolved instead.")
    ),
}


class IllegalStep(Refused):
    """The crisis is not in the state from which this step leads on."""


def target_of(step: Step, state: str) -> State:
    """Where the step leads from this state, or a refusal that says what the crisis is and what to do."""
    transition = TRANSITIONS[step]
    if state != transition.source:
        raise IllegalStep(
            _("This crisis is: %(state)s. %(sentence)s")
            % {"state": State(state).label.lower(), "sentence": transition.otherwise}
        )
    return transition.target


def steps_from(state: str) -> tuple[Step, ...]:
    """The steps that lead on from a state, in the order in which pages offer them."""
    return tuple(step for step, transition in TRANSITIONS.items() if transition.source == state)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What is missing, as a clause that follows “Still needed:”, and the page (a URL name) where it is done."""

    text: str
    url_name: str


FindObstacles = Callable[[Crisis], list[Obstacle]]
FollowUp = Callable[[Crisis], None]

_obstacles: defaultdict[Step, list[FindObstacles]] = defaultdict(list)
_follow_ups: defaultdict[Step, list[FollowUp]] = defaultdict(list)


def register_obstacles(step: Step, find: FindObstacles) -> None:
    """Add what a step may have to wait for. Called from a room's ``AppConfig.ready``."""
    _obstacles[step].append(find)


def obstacles(step: Step, crisis: Crisis) -> list[Obstacle]:
    """Everything that is still missing before the step, whichever room it belongs to; the crisis's own first."""
    # Django makes rooms ready in the order of INSTALLED_APPS, from the highest to the lowest.
    return [obstacle for find in reversed(_obstacles[step]) for obstacle in find(crisis)]


def register_follow_up(step: Step, follow: FollowUp) -> None:
    """Add what follows from a step, in its transaction. Called from a room's ``AppConfig.ready``."""
    _follow_ups[step].append(follow)


def follow_up(step: Step, crisis: Crisis) -> None:
    """Run what the rooms have registered, when the step is recorded."""
    for follow in _follow_ups[step]:
        follow(crisis)
