from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import StyledForm
from feedback.sustained import Criteria, CriteriaError
from feedback.sustained.criteria import (
    DEFAULT_FLOOR_PERCENT,
    DEFAULT_MIN_RESPONSES,
    DEFAULT_MONTHS,
    LARGEST_TEAM,
    LONGEST_WINDOW,
)

DEFAULT_TEAM_SIZE = 12


class MonthsField(forms.Field):
    """Months as 2021-03,2021-04. The field is hidden: links on the page fill it."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> tuple[date, ...]:
        try:
            return tuple(date.fromisoformat(f"{month}-01") for month in filter(None, (value or "").split(",")))
        except ValueError:
            raise forms.ValidationError(_("The months to leave out must look like 2021-03.")) from None


class CriteriaForm(StyledForm):
    """The months and the thresholds of a ranking."""

    until = forms.DateField(
        label=_("Up to (month)"),
        help_text=_("Whole months before this date. The month of the date itself doesn't count."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    months = forms.IntegerField(label=_("Number of months"), min_value=1, max_value=LONGEST_WINDOW)
    min_responses = forms.IntegerField(label=_("Minimum responses per month"), min_value=1, max_value=10_000)
    floor_percent = forms.FloatField(label=_("Minimum CSAT (%)"), min_value=0, max_value=100)
    team_size = forms.IntegerField(label=_("Team size"), min_value=1, max_value=LARGEST_TEAM)
    left_out_months = MonthsField(label=_("Months left out"), required=False)

    @classmethod
    def from_query(cls, query: Mapping[str, str], *, today: date) -> Self:
        """A form bound to the query string, with defaults for missing criteria."""
        usual = {
            "until": today.isoformat(),
            "months": str(DEFAULT_MONTHS),
            "min_responses": str(DEFAULT_MIN_RESPONSES),
            "floor_percent": f"{DEFAULT_FLOOR_PERCENT:g}",
            "team_size": str(DEFAULT_TEAM_SIZE),
            "left_out_months": "",
        }
        return cls({**usual, **{name: query[name] for name in usual if name in query}})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            left_out = set(cleaned.pop("left_out_months"))
            try:
                whole = Criteria(**cleaned)
            except CriteriaError:
                self.add_error("until", _("This date is too early. Choose a later one."))
            else:
                # Months that the window no longer has are not missed.
                self._leave_out(whole, tuple(month for month in whole.all_months if month in left_out))
        return cleaned

    def _leave_out(self, whole: Criteria, months: tuple[date, ...]) -> None:
        try:
            self.criteria = replace(whole, left_out_months=months)
        except CriteriaError:
            self.add_error("months", _("All of these months are left out. Choose a longer period, or count them again."))
