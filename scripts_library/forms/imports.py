"""The form of a file with scripts."""

from django import forms
from django.utils.translation import gettext_lazy

from core.forms import StyledForm


class ScriptFileForm(StyledForm):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A ZIP file with Markdown files, or a CSV table. An export shows what they look like."),
        error_messages={"empty": gettext_lazy("The file is empty. Export it again and choose the new file.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,.csv,.tsv"}),
    )
