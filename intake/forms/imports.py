"""Form for uploading a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import StyledForm


class UploadForm(StyledForm):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, JSON or XLSX, as exported by your help desk."),
        error_messages={"empty": _("The file is empty. Export it again and choose the new file.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.json,.jsonl,.ndjson,.xlsx"}),
    )
