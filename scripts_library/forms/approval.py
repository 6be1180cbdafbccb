"""The form of approval."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import StyledForm
from scripts_library.models import ApprovalCheck

LONGEST_REASON = 1000


class ApprovalForm(StyledForm):
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

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        unmet = [question for question in ApprovalCheck.Question.values if not cleaned.get(question)]
        if cleaned.get("decision") == self.APPROVE and unmet:
            raise ValidationError(
                _("All six checks must be met. If one isn't, send the version back and say what needs to change.")
            )
        if cleaned.get("decision") == self.SEND_BACK and not cleaned.get("reason"):
            self.add_error("reason", _("Tell the author what needs to change."))
        return cleaned
