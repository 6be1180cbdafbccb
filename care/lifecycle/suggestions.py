"""State table of a suggestion: new, being looked at, then planned, done, not now, or merged into another."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from care.models import Suggestion
from core.refusals import Refused
from core.states import Lifecycle, Transition

State = Suggestion.State


class SuggestionStep(StrEnum):
    LOOK = "look"
    PLAN = "plan"
    FINISH = "finish"
    PUT_OFF = "put-off"
    MERGE = "merge"


class AlreadyAnswered(Refused):
    """The suggestion is in a state that doesn't allow the step."""


_MEANWHILE = _("This suggestion is already in the state “%(state)s”. Reload the page to see what was decided.")

SUGGESTION_LIFECYCLE = Lifecycle(
    states=State,
    begins=(State.NEW,),
    refusal=AlreadyAnswered,
    transitions={
        SuggestionStep.LOOK: Transition((State.NEW,), State.LOOKING, _MEANWHILE),
        SuggestionStep.PLAN: Transition((State.LOOKING, State.NOT_NOW), State.PLANNED, _MEANWHILE),
        SuggestionStep.FINISH: Transition((State.LOOKING, State.PLANNED, State.NOT_NOW), State.DONE, _MEANWHILE),
        SuggestionStep.PUT_OFF: Transition((State.LOOKING, State.PLANNED), State.NOT_NOW, _MEANWHILE),
        SuggestionStep.MERGE: Transition((State.LOOKING,), State.MERGED, _MEANWHILE),
    },
)
