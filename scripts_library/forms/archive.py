"""The form of archiving."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.forms import StyledForm


class ArchiveForm(StyledForm):
    """Whether the live version of a script that is archived ends."""

    ends_live_version = forms.BooleanField(label=gettext_lazy("End the live version now"))

    def __init__(self, *args: Any, has_live_version: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_live_version:
            del self.fields["ends_live_version"]
