"""Forms of care, split by subject. They validate and normalise, and never save."""

from care.forms.coaching import AboutMeForm, AgreedActionForm, PlanSessionForm, PrivateNotesForm, SharedNotesForm
from care.forms.pulse import ChangeSaidForm, ChooseCoachForm, ProposeCoachForm

__all__ = [
    "AboutMeForm",
    "AgreedActionForm",
    "ChangeSaidForm",
    "ChooseCoachForm",
    "PlanSessionForm",
    "PrivateNotesForm",
    "ProposeCoachForm",
    "SharedNotesForm",
]
