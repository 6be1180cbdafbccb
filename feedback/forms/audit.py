"""Forms of the audit: filters of a list, and decisions about its lines."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import StyledForm
from feedback.models import MOST_DECIDED_AT_ONCE
from feedback.queries.agents import possible_agents
from feedback.queries.audit import Narrowing
from intake.queries.sources import sources
from people.fields import PersonField
from people.queries.organisation import reporting_zone

DECISIONS = {"count": True, "exclude": False, "rule": None}


class NarrowingForm(StyledForm):
    source = forms.ChoiceField(label=_("Source"), required=False)
    month = forms.DateField(
        label=_("Month"),
        required=False,
        input_formats=["%Y-%m"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
    )
    file = forms.IntegerField(required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["source"] = forms.ChoiceField(
            label=_("Source"), required=False, choices=[("", gettext("All sources")), *((name, name) for name in sources())]
        )
        self.fields["source"].widget.attrs["class"] = "form-select"

    def narrowing(self) -> Narrowing:
        """The filters; a value that cannot be read filters nothing."""
        self.is_valid()
        asked, month = self.cleaned_data, self.cleaned_data.get("month")
        first = datetime(month.year, month.month, 1, tzinfo=reporting_zone()) if month else None
        return Narrowing(
            source=asked.get("source") or "",
            file=asked.get("file"),
            since=first,
            until=(first + timedelta(days=32)).replace(day=1) if first else None,
        )


class AuditDecisionForm(StyledForm):
    """A decision about the selected lines. `ids` are those of responses, or of contacts without an agent."""

    all = forms.BooleanField(required=False)

    def __init__(self, data: Any, *, ids: list[int]) -> None:
        super().__init__(data)
        self.fields["ids"] = forms.TypedMultipleChoiceField(
            coerce=int,
            required=False,
            choices=[(pk, str(pk)) for pk in ids],
            # The page has the checkboxes.
            widget=forms.MultipleHiddenInput,
            error_messages={
                "invalid_choice": gettext(
                    "Something you selected is no longer in this list. Check your selection and try again."
                )
            },
        )
        self.fields["all"].label = gettext("Everything in this list, not only what's selected (up to %(most)d at a time)") % {
            "most": MOST_DECIDED_AT_ONCE
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("ids") and not cleaned.get("all") and not self.errors:
            raise forms.ValidationError(gettext("Nothing is selected. Select at least one line."))
        return cleaned


class CountingForm(AuditDecisionForm):
    """The decision whether responses count."""

    decision = forms.ChoiceField(choices=[(name, name) for name in DECISIONS], widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)


class AssigningForm(AuditDecisionForm):
    """The agent of contacts that have none."""

    def __init__(self, data: Any, *, ids: list[int]) -> None:
        super().__init__(data, ids=ids)
        served_by = PersonField(label=gettext("Agent"), required=True)
        served_by.offer(possible_agents(), search="feedback.agents")
        self.fields["person"] = served_by
