"""Forms about coaching sessions."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from care.models import CoachOf
from care.models.coaching import LONGEST_ACTION, LONGEST_NOTES
from care.queries.sessions import is_within_a_year
from core.forms import LongText, StyledForm


class DayField(forms.DateField):
    """A required day at most a year before or after today."""

    widget = forms.DateInput(attrs={"type": "date"})

    def validate(self, value: date) -> None:
        super().validate(value)
        if not is_within_a_year(value):
            raise forms.ValidationError(_("This day is more than a year away. Choose a day within a year of today."))


class PlanSessionForm(StyledForm):
    planned_on = DayField(label=gettext_lazy("Day"))


class SharedNotesForm(StyledForm):
    """Notes for both. `version` is the one that the user read."""

    shared_text = LongText(
        label=gettext_lazy("Shared notes"),
        rows=6,
        max_length=LONGEST_NOTES,
        required=False,
        help_text=gettext_lazy("Both of you can read and change these."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class PrivateNotesForm(StyledForm):
    private_text = LongText(
        label=gettext_lazy("Your own notes"),
        rows=6,
        max_length=LONGEST_NOTES,
        required=False,
        help_text=gettext_lazy("Only you can read these."),
    )


class AgreedActionForm(StyledForm):
    text = forms.CharField(label=gettext_lazy("What was agreed?"), max_length=LONGEST_ACTION)
    owner_id = forms.TypedChoiceField(label=gettext_lazy("Who does it?"), coerce=int)
    due_on = DayField(label=gettext_lazy("Until"))

    def __init__(self, *args: Any, coaching: CoachOf, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner_id"]
        assert isinstance(owner, forms.TypedChoiceField)  # noqa: S101 - declared above
        owner.choices = [
            ("", _("Choose one of the two")),
            (coaching.person_id, str(coaching.person)),
            (coaching.coach_id, str(coaching.coach)),
        ]


class AboutMeForm(StyledForm):
    feedback = LongText(
        label=gettext_lazy("How do you like to get feedback?"), rows=3, max_length=LONGEST_NOTES, required=False
    )
    helps = LongText(label=gettext_lazy("What helps you on a hard day?"), rows=3, max_length=LONGEST_NOTES, required=False)
    strengths = LongText(label=gettext_lazy("What are you good at?"), rows=3, max_length=LONGEST_NOTES, required=False)
