"""Form with the open questions about an import."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from core.forms import StyledForm
from intake.finding_sentences import Described, choices


class FindingsForm(StyledForm):
    """One required choice per open question, named after its kind."""

    def __init__(self, data: Any = None, *, findings: Sequence[Described]) -> None:
        super().__init__(data)
        for finding in findings:
            if finding.is_open:
                self.fields[finding.kind] = forms.ChoiceField(
                    label=_("Your answer about “%(title)s”") % {"title": finding.title},
                    choices=choices(finding.kind),
                    widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
                )

    @property
    def decisions(self) -> dict[str, str]:
        """Decisions by kind, after validation."""
        return dict(self.cleaned_data)
