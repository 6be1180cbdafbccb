"""State table of a chat post: waiting; then sent, failed or dropped."""

from enum import StrEnum

from core.refusals import Refused
from core.states import Lifecycle, Transition
from notices.models import ChatPost

State = ChatPost.State


class PostStep(StrEnum):
    SEND = "send"
    FAIL = "fail"
    DROP = "drop"


class AlreadyFinished(Refused):
    """The post is already over."""


POST_LIFECYCLE = Lifecycle(
    states=State,
    begins=(State.WAITING,),
    refusal=AlreadyFinished,
    transitions={
        PostStep.SEND: Transition((State.WAITING,), State.SENT),
        PostStep.FAIL: Transition((State.WAITING,), State.FAILED),
        PostStep.DROP: Transition((State.WAITING,), State.DROPPED),
    },
)
