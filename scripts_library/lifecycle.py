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
    FIRST_APPROVAL = "first-approval"
    APPROVE = "approve"
    SEND_BACK = "send-back"
    SCHEDULE = "schedule"
    CANCEL_SCHEDULE = "cancel-schedule"
    PUBLISH = "publish"
    PUBLISH_IN_EMERGENCY = "publish-in-emergency"
    CONFIRM = "still-right"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"


class NotInThatState(Refused):
    """The version isn't in a state from which this step is possible."""


_NOT_IN_REVIEW = _("Version %(number)s is %(state)s, so it isn't waiting for approval.")
_NOT_APPROVED = _("Version %(number)s is %(state)s. Only an approved version can be published.")

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
        Step.FIRST_APPROVAL: Transition((State.IN_REVIEW,), State.IN_REVIEW, _NOT_IN_REVIEW),
        Step.APPROVE: Transition((State.IN_REVIEW,), State.APPROVED, _NOT_IN_REVIEW),
        Step.SEND_BACK: Transition((State.IN_REVIEW,), State.DRAFT, _NOT_IN_REVIEW),
        Step.SCHEDULE: Transition((State.APPROVED,), State.APPROVED, _NOT_APPROVED),
        Step.CANCEL_SCHEDULE: Transition(
            (State.APPROVED,), State.APPROVED, _("Version %(number)s is %(state)s, so it isn't scheduled any more.")
        ),
        Step.PUBLISH: Transition((State.APPROVED,), State.PUBLISHED, _NOT_APPROVED),
        Step.PUBLISH_IN_EMERGENCY: Transition((State.IN_REVIEW,), State.PUBLISHED, _NOT_IN_REVIEW),
        Step.CONFIRM: Transition(
            (State.PUBLISHED,),
            State.PUBLISHED,
            _("Version %(number)s is %(state)s. Only a published version can be confirmed."),
        ),
        Step.EXPIRE: Transition((State.PUBLISHED,), State.EXPIRED),
        Step.WITHDRAW: Transition(
            (State.PUBLISHED,),
            State.WITHDRAWN,
            _("Version %(number)s is %(state)s. Only a published version can be withdrawn."),
        ),
    },
)
