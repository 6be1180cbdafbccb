"""State table of a coaching session: planned, then held or cancelled."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from care.models import CoachingSession
from core.refusals import Refused
from core.states import Lifecycle, Transition

SessionState = CoachingSession.State


class SessionStep(StrEnum):
    HOLD = "hold"
    CANCEL = "cancel"


class SessionOver(Refused):
    """The session was held or cancelled before."""


_NOT_PLANNED = _("This session is no longer planned (%(state)s). Nothing was changed.")

SESSION_LIFECYCLE = Lifecycle(
    states=SessionState,
    begins=(SessionState.PLANNED,),
    refusal=SessionOver,
    transitions={
        SessionStep.HOLD: Transition((SessionState.PLANNED,), SessionState.HELD, _NOT_PLANNED),
        SessionStep.CANCEL: Transition((SessionState.PLANNED,), SessionState.CANCELLED, _NOT_PLANNED),
    },
)
