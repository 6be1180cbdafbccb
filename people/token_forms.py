"""Form for a new API token."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import StyledForm
from people.models import Scope
from people.queries.organisation import reporting_zone, today


class TokenForm(StyledForm):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy("The system that will use it, such as your help desk")
    )
    scopes = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Permissions"), coerce=Scope, choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    last_on = forms.DateField(
        label=gettext_lazy("Valid until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Leave blank if it shouldn't expire"),
    )

    def clean_last_on(self) -> Any:
        day = self.cleaned_data["last_on"]
        if day is not None and day < today():
            raise forms.ValidationError(_("This date is in the past. Choose a later one, or leave it blank."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.pop("last_on", None)
        # The last day ends at midnight in the organisation's zone.
        zone = reporting_zone()
        cleaned["expires_at"] = datetime.combine(day + timedelta(days=1), time.min, zone) if day else None
        return cleaned
