"""Forms of publishing and withdrawing."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import StyledForm
from people.queries.organisation import reporting_zone, today
from scripts_library.forms.approval import LONGEST_REASON

USUAL_DAYS = 90


class PublishForm(StyledForm):
    """The last day on which the version may be used."""

    last_on = forms.DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("After this day the script disappears from all screens."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today()
        self.fields["last_on"].initial = self.today + timedelta(days=USUAL_DAYS)

    def clean_last_on(self) -> Any:
        last_on = self.cleaned_data["last_on"]
        if last_on < self.today:
            raise ValidationError(_("Choose today or a later day."))
        if last_on.year > self.today.year + 10:
            raise ValidationError(_("Choose a day within the next ten years."))
        return last_on

    def ends_at(self) -> datetime:
        """The midnight that ends the last day, in the organisation's zone."""
        return datetime.combine(self.cleaned_data["last_on"] + timedelta(days=1), time(), tzinfo=reporting_zone())


class WithdrawForm(StyledForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Agents see this right away. Tell them what to do instead."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    replacement = forms.TypedChoiceField(
        label=gettext_lazy("Replacement"),
        help_text=gettext_lazy("Shown with the withdrawal. Without a replacement, agents are told to ask the owner."),
        required=False,
        coerce=int,
        empty_value=None,
    )

    def __init__(self, *args: Any, live: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["replacement"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("No replacement yet")), *live.items()]
