"""Lifecycle of an import: read, matched, published, undone or discarded."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from core.refusals import Refused
from core.states import Lifecycle, Transition
from intake.models import Import

State = Import.State


class Step(StrEnum):
    CHOOSE_TABLE = "choose-table"
    READ = "read"
    ASK = "ask"
    ASK_FOR_NAMES = "ask-for-names"
    ASK_TO_LOOK = "ask-to-look"
    DECIDE = "decide"
    MAKE_READY = "make-ready"
    PUBLISH = "publish"
    PUBLISH_UNASKED = "publish-unasked"
    FINISH_PUBLISHING = "finish-publishing"
    UNDO = "undo"
    GIVE_UP_UNDOING = "give-up-undoing"
    FINISH_UNDOING = "finish-undoing"
    DISCARD = "discard"


class WrongImportState(Refused):
    """The state of the import doesn't allow this step."""


# States that wait for a person, or from which the file can be read again. Collecting and publishing need no one.
_WAITING = (State.UPLOADED, State.STAGING, State.NEEDS_PEOPLE, State.NEEDS_LOOK, State.CHECKED)

LIFECYCLE = Lifecycle(
    states=State,
    # A file, collected webhook messages, and a batch, which is published without confirmation.
    begins=(State.UPLOADED, State.GATHERING, State.PUBLISHING),
    refusal=WrongImportState,
    transitions={
        Step.CHOOSE_TABLE: Transition(
            _WAITING,
            State.UPLOADED,
            _("This import is already published or discarded. Upload the file again."),
        ),
        Step.READ: Transition(
            _WAITING,
            State.STAGING,
            _("This import is already published or discarded. Upload the file again."),
        ),
        # A question that only a person can answer, such as the time zone of a calendar.
        Step.ASK: Transition((State.STAGING,), State.UPLOADED),
        Step.ASK_FOR_NAMES: Transition((State.STAGING, State.NEEDS_LOOK, State.PUBLISHING), State.NEEDS_PEOPLE),
        Step.ASK_TO_LOOK: Transition((State.STAGING, State.NEEDS_PEOPLE, State.PUBLISHING), State.NEEDS_LOOK),
        Step.DECIDE: Transition(
            (State.NEEDS_LOOK,),
            State.CHECKED,
            _("This import has no open questions any more. Reload the page."),
        ),
        Step.MAKE_READY: Transition((State.STAGING, State.NEEDS_PEOPLE), State.CHECKED),
        Step.PUBLISH: Transition(
            (State.CHECKED,),
            State.PUBLISHING,
            _("This import isn't ready to publish. Wait until the file has been read, or upload it again."),
            {
                State.NEEDS_PEOPLE: _("Some names are still unknown. Match them first."),
                State.NEEDS_LOOK: _("Something about this file still needs a decision. Open its page and decide there first."),
            },
        ),
        Step.PUBLISH_UNASKED: Transition((State.GATHERING, State.STAGING, State.NEEDS_PEOPLE), State.PUBLISHING),
        Step.FINISH_PUBLISHING: Transition((State.PUBLISHING,), State.PUBLISHED),
        Step.UNDO: Transition(
            (State.PUBLISHED,),
            State.UNDOING,
            _("Only a published import can be undone. If it isn't published yet, you can discard it."),
        ),
        Step.GIVE_UP_UNDOING: Transition((State.UNDOING,), State.PUBLISHED),
        Step.FINISH_UNDOING: Transition((State.UNDOING,), State.UNDONE),
        Step.DISCARD: Transition(
            _WAITING,
            State.ABANDONED,
            _("This import can't be discarded any more. If it's published, you can undo it."),
            {
                State.GATHERING: _(
                    "Data is still arriving for this import, so it can't be discarded yet. Try again in a few minutes."
                )
            },
        ),
    },
)
