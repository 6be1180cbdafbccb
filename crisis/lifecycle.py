"""The life of a crisis as a table: draft → active → resolved → in review → closed, and the ways aside and back; and that of
an invitation to its team.

Rooms add what a step waits for (`register_obstacles`) and what follows from it (`register_follow_up`).
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.refusals import Refused
from core.states import Lifecycle, Transition
from crisis.models import Crisis, Invitation

State = Crisis.State
InvitationState = Invitation.State


class Step(StrEnum):
    ACTIVATE = "activate"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    BEGIN_REVIEW = "begin-review"
    BACK_TO_RESOLVED = "back-to-resolved"
    CLOSE = "close"
    CANCEL = "cancel"


class IllegalStep(Refused):
    """The crisis is not in the state from which this step leads on."""


def _from(source: State, target: State, otherwise: Promise) -> Transition[State]:
    return Transition((source,), target, format_lazy("{} {}", _("This crisis is: %(state)s."), otherwise))


LIFECYCLE = Lifecycle(
    states=State,
    begins=(State.DRAFT,),
    refusal=IllegalStep,
    transitions={
        Step.ACTIVATE: _from(State.DRAFT, State.ACTIVE, _("Only a draft can be activated.")),
        Step.RESOLVE: _from(State.ACTIVE, State.RESOLVED, _("Only an active crisis can be resolved.")),
        Step.REOPEN: _from(
            State.RESOLVED,
            State.ACTIVE,
            _("Only a resolved crisis can be reopened. If it is in review, put it back to resolved first."),
        ),
        Step.BEGIN_REVIEW: _from(
            State.RESOLVED, State.IN_REVIEW, _("The review begins when the crisis is resolved. Resolve it first.")
        ),
        Step.BACK_TO_RESOLVED: _from(State.IN_REVIEW, State.RESOLVED, _("Only a crisis in review can go back to resolved.")),
        Step.CLOSE: _from(State.IN_REVIEW, State.CLOSED, _("Only a crisis in review can be closed. Begin the review first.")),
        Step.CANCEL: _from(
            State.DRAFT, State.CANCELLED, _("Only a draft can be cancelled. An active crisis is resolved instead.")
        ),
    },
)


class InvitationStep(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    EXPIRE = "expire"
    END = "end"
    WITHDRAW = "withdraw"
    RELEASE = "release"
    SERVE = "serve"
    FORGET = "forget"


class WrongInvitationState(Refused):
    """The invitation is not in the state that the step starts from."""


INVITATION_LIFECYCLE = Lifecycle(
    states=InvitationState,
    begins=(InvitationState.INVITED,),
    refusal=WrongInvitationState,
    transitions={
        InvitationStep.ACCEPT: Transition((InvitationState.INVITED,), InvitationState.ACCEPTED),
        InvitationStep.DECLINE: Transition((InvitationState.INVITED,), InvitationState.DECLINED),
        InvitationStep.EXPIRE: Transition((InvitationState.INVITED,), InvitationState.EXPIRED),
        # With the crisis: END of those who have not answered, SERVE of those on the team.
        InvitationStep.END: Transition((InvitationState.INVITED,), InvitationState.ENDED),
        InvitationStep.SERVE: Transition((InvitationState.ACCEPTED,), InvitationState.SERVED),
        InvitationStep.WITHDRAW: Transition((InvitationState.ACCEPTED,), InvitationState.WITHDRAWN),
        InvitationStep.RELEASE: Transition((InvitationState.ACCEPTED,), InvitationState.RELEASED),
        # After closing, everyone who left looks released: a release has no reason to delete.
        InvitationStep.FORGET: Transition((InvitationState.WITHDRAWN, InvitationState.SERVED), InvitationState.RELEASED),
    },
)


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
