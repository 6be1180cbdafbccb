"""Forms of the audit: which part of a list is shown, and what is decided about it."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import StyledForm
from feedback.models import MOST_DECIDED_AT_ONCE
from feedback.queries.agents import possible_agents
from feedback.queries.audit import Narrowing
from intake.queries.imports import sources
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
        """What is asked for; what cannot be read is not asked for."""
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
    """What is decided about the lines that are marked. `ids` are those of responses, or of contacts without a person."""

    all = forms.BooleanField(required=False)

    def __init__(self, data: Any, *, ids: list[int]) -> None:
        super().__init__(data)
        self.fields["ids"] = forms.TypedMultipleChoiceField(
            coerce=int,
            required=False,
            choices=[(pk, str(pk)) for pk in ids],
            error_messages={"invalid_choice": gettext("A line that you marked is not there any more. Please look again.")},
        )
        self.fields["all"].label = gettext("All in this list, not only the marked ones (at most %(most)d at a time)") % {
            "most": MOST_DECIDED_AT_ONCE
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("ids") and not cleaned.get("all") and not self.errors:
            raise forms.ValidationError(gettext("Nothing is marked. Mark the lines that you decide about."))
        return cleaned


class CountingForm(AuditDecisionForm):
    """Whether they count."""

    decision = forms.ChoiceField(choices=[(name, name) for name in DECISIONS], widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)


class AssigningForm(AuditDecisionForm):
    """Who served them."""

    def __init__(self, data: Any, *, ids: list[int]) -> None:
        super().__init__(data, ids=ids)
        served_by = PersonField(label=gettext("Served by"), required=True)
        served_by.offer(possible_agents(), search="feedback.agents")
        self.fields["person"] = served_by
