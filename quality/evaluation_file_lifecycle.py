"""States of an evaluation file as a table: reading, then imported or refused; an imported file can be undone."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from core.refusals import Refused
from core.states import Lifecycle, Transition
from quality.models import EvaluationFile

State = EvaluationFile.State


class FileStep(StrEnum):
    TAKE = "take"
    REFUSE = "refuse"
    UNDO = "undo"


class NotTaken(Refused):
    """The file isn't in a state from which this step is possible."""


FILE_LIFECYCLE = Lifecycle(
    states=State,
    begins=(State.READING,),
    refusal=NotTaken,
    transitions={
        FileStep.TAKE: Transition((State.READING,), State.TAKEN),
        FileStep.REFUSE: Transition(
            (State.READING,),
            State.REFUSED,
            _("Only a file that hasn't been imported can be discarded."),
        ),
        FileStep.UNDO: Transition((State.TAKEN,), State.UNDONE, _("Only an imported file can be undone.")),
    },
)
