"""The form of the candidate filters."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import LongSelect, StyledForm
from selection.candidate_filters import Options, Showing
from selection.coverage import Dimension
from selection.coverage_wording import name_of


class ShowForm(StyledForm):
    """The candidate filters. Choices are values of readable candidates; any other value filters nothing."""

    name = forms.CharField(
        label=_("Name"), required=False, max_length=120, widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"})
    )
    team = forms.ChoiceField(label=_("Team"), required=False, widget=LongSelect)
    shift = forms.ChoiceField(label=_("Shift"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)

    def __init__(self, *args: Any, options: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("team", options.teams)
        self._offer("shift", [(shift, shift) for shift in options.shifts])
        self._offer("language", [(language, name_of(Dimension.LANGUAGE, language)) for language in options.languages])
        self._offer("channel", [(channel, name_of(Dimension.CHANNEL, channel)) for channel in options.channels])

    def showing(self, more: dict[str, int]) -> Showing:
        self.is_valid()
        return Showing(**self.cleaned_data, more=more)

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("All")), *choices]
