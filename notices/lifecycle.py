"""State table of a delivery: held, or in the outbox; then sent, failed, dropped, or held again for a new address."""

from enum import StrEnum

from core.refusals import Refused
from core.states import Lifecycle, Transition
from notices.models import Delivery

State = Delivery.State


class Step(StrEnum):
    POST = "post"
    SEND = "send"
    FAIL = "fail"
    DROP = "drop"
    RETURN = "return"


class AlreadyDelivered(Refused):
    """The delivery is already over."""


LIFECYCLE = Lifecycle(
    states=State,
    begins=(State.HELD, State.POSTED, State.DROPPED),
    refusal=AlreadyDelivered,
    transitions={
        Step.POST: Transition((State.HELD,), State.POSTED),
        Step.SEND: Transition((State.POSTED,), State.SENT),
        Step.FAIL: Transition((State.POSTED,), State.FAILED),
        Step.DROP: Transition((State.HELD, State.POSTED), State.DROPPED),
        # Its e-mail would go to an old address.
        Step.RETURN: Transition((State.POSTED,), State.HELD),
    },
)
