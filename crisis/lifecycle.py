"""State tables of a crisis (draft → active → resolved → in review → closed, cancelled, and back), of an invitation and of a
request for help.

Rooms register obstacles to a step (`register_obstacles`) and its follow-ups (`register_follow_up`).
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
from crisis.models import Crisis, HelpRequest, Invitation

State = Crisis.State
InvitationState = Invitation.State
HelpState = HelpRequest.State


class Step(StrEnum):
    ACTIVATE = "activate"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    BEGIN_REVIEW = "begin-review"
    BACK_TO_RESOLVED = "back-to-resolved"
    CLOSE = "close"
    CANCEL = "cancel"


class IllegalStep(Refused):
    """The crisis is not in a state that this step starts from."""


def _from(source: State, target: State, otherwise: Promise) -> Transition[State]:
    return Transition((source,), target, format_lazy("{} {}", _("This crisis has the status “%(state)s”."), otherwise))


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
            _("Only a resolved crisis can be reopened. If it's in review, move it back to resolved first."),
        ),
        Step.BEGIN_REVIEW: _from(State.RESOLVED, State.IN_REVIEW, _("Resolve the crisis before you start its review.")),
        Step.BACK_TO_RESOLVED: _from(
            State.IN_REVIEW, State.RESOLVED, _("Only a crisis in review can be moved back to resolved.")
        ),
        Step.CLOSE: _from(State.IN_REVIEW, State.CLOSED, _("Only a crisis in review can be closed. Start its review first.")),
        Step.CANCEL: _from(State.DRAFT, State.CANCELLED, _("Only a draft can be cancelled. Resolve an active crisis instead.")),
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
    INVITE_AGAIN = "invite-again"
    FORGET = "forget"


class WrongInvitationState(Refused):
    """The invitation is not in a state that this step starts from."""


INVITATION_LIFECYCLE = Lifecycle(
    states=InvitationState,
    begins=(InvitationState.INVITED,),
    refusal=WrongInvitationState,
    transitions={
        # Until the deadline, people who declined can change their mind.
        InvitationStep.ACCEPT: Transition((InvitationState.INVITED, InvitationState.DECLINED), InvitationState.ACCEPTED),
        InvitationStep.DECLINE: Transition((InvitationState.INVITED,), InvitationState.DECLINED),
        InvitationStep.EXPIRE: Transition((InvitationState.INVITED,), InvitationState.EXPIRED),
        # When the crisis ends: END for people who have not answered, SERVE for people on the team.
        InvitationStep.END: Transition((InvitationState.INVITED,), InvitationState.ENDED),
        InvitationStep.SERVE: Transition((InvitationState.ACCEPTED,), InvitationState.SERVED),
        InvitationStep.WITHDRAW: Transition((InvitationState.ACCEPTED,), InvitationState.WITHDRAWN),
        InvitationStep.RELEASE: Transition((InvitationState.ACCEPTED,), InvitationState.RELEASED),
        # Only for people who asked to come back.
        InvitationStep.INVITE_AGAIN: Transition((InvitationState.WITHDRAWN, InvitationState.RELEASED), InvitationState.INVITED),
        # After closing, everyone who left looks released: a release has no reason to delete.
        InvitationStep.FORGET: Transition((InvitationState.WITHDRAWN, InvitationState.SERVED), InvitationState.RELEASED),
    },
)


class HelpStep(StrEnum):
    ANSWER = "answer"
    CLOSE = "close"
    CANCEL = "cancel"


class WrongHelpState(Refused):
    """The request for help is not in a state that this step starts from."""


HELP_LIFECYCLE = Lifecycle(
    states=HelpState,
    begins=(HelpState.OPEN,),
    refusal=WrongHelpState,
    transitions={
        HelpStep.ANSWER: Transition(
            (HelpState.OPEN,),
            HelpState.ANSWERED,
            _("This request is over. Nobody needs to come any more."),
            {HelpState.ANSWERED: _("Someone else is on it already. Reload the page to see who.")},
        ),
        HelpStep.CLOSE: Transition(
            (HelpState.OPEN, HelpState.ANSWERED), HelpState.CLOSED, _("This request for help is over already.")
        ),
        # By the person, or because they leave the team.
        HelpStep.CANCEL: Transition(
            (HelpState.OPEN, HelpState.ANSWERED), HelpState.CANCELLED, _("This request for help is over already.")
        ),
    },
)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something missing, as a clause after “Still needed:”, and the page (a URL name) to add it."""

    text: str
    url_name: str


FindObstacles = Callable[[Crisis], list[Obstacle]]
FollowUp = Callable[[Crisis], None]

_obstacles: defaultdict[Step, list[FindObstacles]] = defaultdict(list)
_follow_ups: defaultdict[Step, list[FollowUp]] = defaultdict(list)


def register_obstacles(step: Step, find: FindObstacles) -> None:
    """Register a function that finds obstacles to a step. Called from a room's ``AppConfig.ready``."""
    _obstacles[step].append(find)


def obstacles(step: Step, crisis: Crisis) -> list[Obstacle]:
    """All obstacles to the step, those of the crisis itself first."""
    # Apps become ready in the order of INSTALLED_APPS, the highest room first.
    return [obstacle for find in reversed(_obstacles[step]) for obstacle in find(crisis)]


def register_follow_up(step: Step, follow: FollowUp) -> None:
    """Register work that follows a step in its transaction. Called from a room's ``AppConfig.ready``."""
    _follow_ups[step].append(follow)


def follow_up(step: Step, crisis: Crisis) -> None:
    """Run the registered follow-ups of a step. Called once the step is recorded."""
    for follow in _follow_ups[step]:
        follow(crisis)
