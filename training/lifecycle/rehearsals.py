"""States of a rehearsal: asked → signed off, to repeat or cancelled."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from core.states import Lifecycle, Transition
from training.lifecycle.refreshers import NotPossibleInTraining
from training.models import Rehearsal

RehearsalState = Rehearsal.State
_OVER = _("This rehearsal is over already. Reload the page.")


class RehearsalStep(StrEnum):
    SIGN_OFF = "sign-off"
    REPEAT = "repeat"
    CANCEL = "cancel"


REHEARSAL_LIFECYCLE = Lifecycle(
    states=RehearsalState,
    begins=(RehearsalState.ASKED,),
    refusal=NotPossibleInTraining,
    transitions={
        RehearsalStep.SIGN_OFF: Transition((RehearsalState.ASKED,), RehearsalState.SIGNED_OFF, _OVER),
        RehearsalStep.REPEAT: Transition((RehearsalState.ASKED,), RehearsalState.REPEAT, _OVER),
        RehearsalStep.CANCEL: Transition((RehearsalState.ASKED,), RehearsalState.CANCELLED, _OVER),
    },
)
