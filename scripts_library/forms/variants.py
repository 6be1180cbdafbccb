"""Forms for the channel and the language that a script is for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.forms import StyledForm
from people.identity import Channel
from scripts_library.queries import possible_languages


class AudienceForm(StyledForm):
    """Channel and language."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"),
        required=False,
        choices=[("", gettext_lazy("Every channel")), *Channel.choices],
        help_text=gettext_lazy("Choose one if the text is only for this channel."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), help_text=gettext_lazy("The language that the customer hears or reads.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = list(possible_languages().items())


class ChangeAudienceForm(AudienceForm):
    """A change of channel and language, together with the values that the user saw."""

    channel_read = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    language_read = forms.CharField(max_length=8, widget=forms.HiddenInput)


class ConfirmVariantForm(forms.Form):
    """The published version of the source that the user compared the variant with."""

    follows_number = forms.IntegerField(min_value=1)
