"""The form of a step."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import LongText, StyledForm
from scripts_library.models import LONGEST_SAYING, LONGEST_TEXT, LONGEST_TITLE, MOST_CHOICES, NEW_STEP, ScriptStep

# Choices that an author can add before saving.
SPARE_CHOICES = 3


class StepForm(StyledForm):
    """A step with what the customer may say, and the step that follows each. `revision` is the one that the user saw."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("A few words. Agents find the step by them."),
        max_length=LONGEST_TITLE,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of step"),
        help_text=gettext_lazy("The script may only end with an escalation or an end."),
        choices=ScriptStep.Kind.choices,
    )
    say = LongText(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy(
            "Word for word. Put text that changes from call to call in braces, for example {customer name}."
        ),
        rows=5,
        max_length=LONGEST_TEXT,
        required=False,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, titles: Mapping[str, str], choices: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        """`titles` are those of the version's steps by key, `choices` the step's saved ones."""
        super().__init__(data, **kwargs)
        sent = [name for name in data or () if name.startswith("says_")]
        self.numbers = range(1, min(max(len(choices) + SPARE_CHOICES, len(sent)), MOST_CHOICES) + 1)
        offered = [("", "–"), (NEW_STEP, _("A new step")), *titles.items()]
        for number in self.numbers:
            says, next_key = choices[number - 1] if number <= len(choices) else ("", "")
            self.fields[f"says_{number}"] = forms.CharField(
                label=_("Choice %(number)d: the customer says") % {"number": number},
                help_text=_("Leave blank if the next step follows whatever the customer says.") if number == 1 else "",
                max_length=LONGEST_SAYING,
                required=False,
                initial=says,
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )
            deleted = [(next_key, _("A deleted step"))] if next_key and next_key not in titles else []
            self.fields[f"next_{number}"] = forms.ChoiceField(
                label=_("Choice %(number)d: next step") % {"number": number},
                choices=[*offered, *deleted],
                required=False,
                initial=next_key,
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in self.numbers:
            if cleaned.get(f"says_{number}") and not cleaned.get(f"next_{number}") and f"next_{number}" not in self.errors:
                self.add_error(f"next_{number}", _("Choose which step follows."))
        if sum(not says for says, _next_key in self.choices()) > 1:
            raise ValidationError(_("Only one choice can be without words. Write what the customer says in the others."))
        return cleaned

    def choices(self) -> list[tuple[str, str]]:
        """The valid choices: what the customer says and the key of the next step."""
        pairs = (
            (self.cleaned_data.get(f"says_{each}", ""), self.cleaned_data.get(f"next_{each}", "")) for each in self.numbers
        )
        return [(says, next_key) for says, next_key in pairs if next_key]

    def step(self) -> dict[str, Any]:
        """The valid values, as the actions take them."""
        told = self.cleaned_data
        return {**{name: told[name] for name in ("title", "kind", "say", "revision")}, "choices": self.choices()}
