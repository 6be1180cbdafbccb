"""States of a script version as a table: draft → in review → approved → published → expired or withdrawn."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from core.refusals import Refused
from core.states import Lifecycle, Transition
from scripts_library.models import ScriptVersion

State = ScriptVersion.State


class Step(StrEnum):
    EDIT = "edit"
    SUBMIT = "submit"
    APPROVE = "approve"
    SEND_BACK = "send-back"
    PUBLISH = "publish"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"


class NotInThatState(Refused):
    """The version isn't in a state from which this step is possible."""


_NOT_IN_REVIEW = _("Version %(number)s is %(state)s, so it isn't waiting for approval.")

LIFECYCLE = Lifecycle(
    states=State,
    begins=(State.DRAFT,),
    refusal=NotInThatState,
    transitions={
        Step.EDIT: Transition(
            (State.DRAFT,),
            State.DRAFT,
            _("Version %(number)s is %(state)s and can't be edited. Create a new version instead."),
        ),
        Step.SUBMIT: Transition(
            (State.DRAFT,), State.IN_REVIEW, _("Version %(number)s is %(state)s. Only a draft can be submitted.")
        ),
        Step.APPROVE: Transition((State.IN_REVIEW,), State.APPROVED, _NOT_IN_REVIEW),
        Step.SEND_BACK: Transition((State.IN_REVIEW,), State.DRAFT, _NOT_IN_REVIEW),
        Step.PUBLISH: Transition(
            (State.APPROVED,),
            State.PUBLISHED,
            _("Version %(number)s is %(state)s. Only an approved version can be published."),
        ),
        Step.EXPIRE: Transition((State.PUBLISHED,), State.EXPIRED),
        Step.WITHDRAW: Transition(
            (State.PUBLISHED,),
            State.WITHDRAWN,
            _("Version %(number)s is %(state)s. Only a published version can be withdrawn."),
        ),
    },
)
