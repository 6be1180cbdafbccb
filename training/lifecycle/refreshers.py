"""States of a refresher: draft → published → closed."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from core.refusals import Refused
from core.states import Lifecycle, Transition
from training.models import Refresher

State = Refresher.State


class RefresherStep(StrEnum):
    PUBLISH = "publish"
    CLOSE = "close"


class NotPossibleInTraining(Refused):
    """The refresher or rehearsal isn't in a state from which this step is possible."""


REFRESHER_LIFECYCLE = Lifecycle(
    states=State,
    begins=(State.DRAFT,),
    refusal=NotPossibleInTraining,
    transitions={
        RefresherStep.PUBLISH: Transition((State.DRAFT,), State.PUBLISHED, _("This refresher is published or closed already.")),
        RefresherStep.CLOSE: Transition(
            (State.DRAFT, State.PUBLISHED), State.CLOSED, _("This refresher is closed and can't be changed any more.")
        ),
    },
)
