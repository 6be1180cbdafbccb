"""Form for renaming a profile."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import StyledForm


class NameForm(StyledForm):
    name = forms.CharField(label=_("Name"), max_length=60)
