"""Forms of care, split by subject. They validate and normalise, and never save."""

from care.forms.pulse import ChangeSaidForm, ChooseCoachForm, ProposeCoachForm

__all__ = ["ChangeSaidForm", "ChooseCoachForm", "ProposeCoachForm"]
