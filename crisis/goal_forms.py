"""Forms for goals. They validate and normalise, and never save."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import LongText, StyledForm
from crisis.goal_hints import GoalDraft
from crisis.goal_progress import Direction, GoalFigure
from crisis.models.goals import DIGITS, LONGEST_REASON, PLACES


def _number(label: Any, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=DIGITS, decimal_places=PLACES, **options)


def _date(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class GoalForm(StyledForm):
    """A goal: the five questions of SMART. Only what makes it checkable is required; for the rest there are hints."""

    measure = forms.CharField(
        label=_("What exactly should change, and for whom?"),
        max_length=160,
        help_text=_("For example: CSAT of calls about the recall."),
    )
    figure = forms.ChoiceField(label=_("Which figure shows it?"), choices=GoalFigure, required=False)
    start_value = _number(_("Today"), required=False, help_text=_("Where you are now."))
    direction = forms.ChoiceField(label=_("The target is"), choices=Direction, required=False)
    target_value = _number(_("Target"), help_text=_("A number, such as 85."))
    unit = forms.CharField(
        label=_("Unit"), max_length=20, required=False, help_text=_("For a figure that you enter yourself: %, hours, orders.")
    )
    achievable = LongText(label=_("Why can it be reached? What helps?"), rows=2, max_length=LONGEST_REASON, required=False)
    relevant = LongText(label=_("What does it protect?"), rows=2, max_length=LONGEST_REASON, required=False)
    due_on = _date(_("By when?"), help_text=_("Today or later."))

    def clean_figure(self) -> str:
        return str(self.cleaned_data["figure"] or GoalFigure.OWN)

    def clean_direction(self) -> str:
        return str(self.cleaned_data["direction"] or Direction.AT_LEAST)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("figure") != GoalFigure.OWN:
            # Figures of the records have a unit of their own.
            data["unit"] = ""
        return data

    def so_far(self) -> GoalDraft:
        """What is written and valid so far, for hints."""
        self.is_valid()
        return GoalDraft(**{name: value for name, value in self.cleaned_data.items() if name in GoalDraft._fields})


class ProgressForm(StyledForm):
    """Progress of a goal's own figure on a day."""

    measured_value = _number(_("Value"))
    measured_on = _date(_("Date"))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    @classmethod
    def on(cls, day: date) -> "ProgressForm":
        return cls(initial={"measured_on": day})
