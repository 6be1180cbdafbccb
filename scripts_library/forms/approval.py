"""Forms of approval."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import StyledForm
from scripts_library.forms.periods import PeriodForm
from scripts_library.models import ApprovalCheck

LONGEST_REASON = 1000
ALL_MUST_BE_MET = gettext_lazy("All six checks must be met. If one isn't, send the version back and say what needs to change.")


class ChecksForm(StyledForm):
    """The six checks before a text reaches customers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in ApprovalCheck.Question:
            box = forms.CheckboxInput(attrs={"class": "form-check-input"})
            self.fields[question.value] = forms.BooleanField(label=question.label, required=False, widget=box)

    def boxes(self) -> list[forms.BoundField]:
        return [self[question] for question in ApprovalCheck.Question.values]

    def answers(self) -> dict[str, bool]:
        """The answer to each of the six questions."""
        return {question: self.cleaned_data[question] for question in ApprovalCheck.Question.values}

    def has_all_met(self, cleaned: dict[str, Any]) -> bool:
        return all(cleaned.get(question) for question in ApprovalCheck.Question.values)


class ApprovalForm(ChecksForm):
    """The six checks and the decision. `revision` is the one that the user saw."""

    APPROVE, SEND_BACK = "approve", "send_back"

    reason = forms.CharField(
        label=gettext_lazy("What needs to change"),
        help_text=gettext_lazy("Required if you send the version back."),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(choices=[(APPROVE, APPROVE), (SEND_BACK, SEND_BACK)], widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == self.APPROVE and not self.has_all_met(cleaned):
            raise ValidationError(ALL_MUST_BE_MET)
        if cleaned.get("decision") == self.SEND_BACK and not cleaned.get("reason"):
            self.add_error("reason", _("Tell the author what needs to change."))
        return cleaned


class EmergencyReasonForm(StyledForm):
    """Why a draft can't wait for the usual approval."""

    reason = forms.CharField(
        label=gettext_lazy("Why can't this wait?"),
        help_text=gettext_lazy("Approvers see this right away, also in the subject of an e-mail."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EmergencyForm(ChecksForm, PeriodForm):
    """The six checks and the last day of a version that is published at once. `revision` is the one that the user saw."""

    usual_days = 7
    revision = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ("last_on",)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.has_all_met(cleaned):
            raise ValidationError(ALL_MUST_BE_MET)
        return cleaned


class AfterwardsForm(ChecksForm):
    """The six checks after a publication in an emergency, and what is wrong, if anything."""

    problem = forms.CharField(
        label=gettext_lazy("What is wrong"),
        help_text=gettext_lazy("Required if a check isn't met. The owner and the people who published it are told right away."),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.has_all_met(cleaned) and not cleaned.get("problem"):
            self.add_error("problem", _("Say what is wrong, or tick all six checks."))
        return cleaned
