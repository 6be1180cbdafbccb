"""The period in which a version may be used."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import StyledForm
from people.queries.organisation import reporting_zone, today


class PeriodForm(StyledForm):
    """The last day on which the version may be used."""

    usual_days = 90

    last_on = forms.DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("After this day the script disappears from all screens."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today()
        self.fields["last_on"].initial = self.today + timedelta(days=self.usual_days)

    def clean_last_on(self) -> date:
        last_on: date = self.cleaned_data["last_on"]
        if last_on < self.today:
            raise ValidationError(_("Choose today or a later day."))
        if last_on.year > self.today.year + 10:
            raise ValidationError(_("Choose a day within the next ten years."))
        return last_on

    def ends_at(self) -> datetime:
        """The midnight that ends the last day, in the organisation's zone."""
        return datetime.combine(self.cleaned_data["last_on"] + timedelta(days=1), time(), tzinfo=reporting_zone())
