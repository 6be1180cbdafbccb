"""The form of a harmful phrase."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import StyledForm
from scripts_library.models import HarmfulPhrase


class PhraseForm(StyledForm):
    """A harmful phrase with a better wording."""

    phrase = forms.CharField(
        label=gettext_lazy("Harmful phrase"),
        help_text=gettext_lazy("Capitals and spaces don't matter. End with … if any words can follow."),
        max_length=HarmfulPhrase.phrase.field.max_length,
    )
    better = forms.CharField(
        label=gettext_lazy("Better wording"),
        help_text=gettext_lazy("What to say instead."),
        max_length=HarmfulPhrase.better.field.max_length,
    )

    def clean_phrase(self) -> str:
        phrase = " ".join(str(self.cleaned_data["phrase"]).split())
        if not any(character.isalnum() for character in phrase):
            raise ValidationError(_("Write at least one word."))
        return phrase
