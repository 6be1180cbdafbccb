"""State table of a nomination: approved, then issued; or declined; or cancelled."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from core.refusals import Refused
from core.states import Lifecycle, Transition
from recognition.models import Award

State = Award.State


class Step(StrEnum):
    APPROVE = "approve"
    DECLINE = "decline"
    CANCEL = "cancel"
    ISSUE = "issue"


class AlreadyDecided(Refused):
    """The nomination was already decided or cancelled."""


_NOT_OPEN = _("This nomination is no longer open (%(state)s). Nothing was changed.")

LIFECYCLE = Lifecycle(
    states=State,
    begins=(State.NOMINATED,),
    refusal=AlreadyDecided,
    transitions={
        Step.APPROVE: Transition((State.NOMINATED,), State.APPROVED, _NOT_OPEN),
        Step.DECLINE: Transition((State.NOMINATED,), State.DECLINED, _NOT_OPEN),
        Step.CANCEL: Transition((State.NOMINATED,), State.CANCELLED, _NOT_OPEN),
        Step.ISSUE: Transition((State.APPROVED,), State.ISSUED),
    },
)
