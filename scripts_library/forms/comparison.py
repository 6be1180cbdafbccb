"""The form that chooses two versions to compare."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.forms import StyledForm


class ComparisonForm(StyledForm):
    """Two versions of a script. `versions` are their names by number."""

    earlier = forms.TypedChoiceField(label=gettext_lazy("From version"), coerce=int)
    later = forms.TypedChoiceField(label=gettext_lazy("To version"), coerce=int)

    def __init__(self, *args: Any, versions: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("earlier", "later"):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - declared above
            field.choices = list(versions.items())
