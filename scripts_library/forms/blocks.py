"""The form of a building block."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import LongText, StyledForm
from scripts_library.models import LONGEST_TEXT, Block


class BlockForm(StyledForm):
    """Title, kind and text of a building block. `revision` is the version that the user saw; empty for a new block."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=Block.title.field.max_length)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Block.Kind.choices)
    text = LongText(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("Put text that changes from call to call in braces, for example {customer name}."),
        rows=12,
        max_length=LONGEST_TEXT,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if "{{" in text:
            raise ValidationError(_("A building block can't contain another one. Remove the text in double braces."))
        return text
