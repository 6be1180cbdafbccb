"""Forms of kinds of scripts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import StyledForm
from scripts_library.models import LONGEST_REVIEW, ScriptKind
from scripts_library.queries import kinds


class KindForm(StyledForm):
    """A kind of script."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=ScriptKind.name.field.max_length)
    approvals_needed = forms.TypedChoiceField(
        label=gettext_lazy("Approvals"),
        help_text=gettext_lazy("People who didn't write the text and check it, one after the other."),
        choices=[(1, gettext_lazy("One person")), (2, gettext_lazy("Two people"))],
        coerce=int,
    )
    review_every_days = forms.IntegerField(
        label=gettext_lazy("Review every … days"),
        help_text=gettext_lazy("So often the owner confirms that a live script is still right."),
        min_value=1,
        max_value=LONGEST_REVIEW,
        initial=90,
    )

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if not any(character.isalnum() for character in name):
            raise ValidationError(_("Write at least one word."))
        return name


class ChooseKindForm(StyledForm):
    """The kind of a script, and the one that the user saw."""

    kind = forms.TypedChoiceField(label=gettext_lazy("Kind"), coerce=int)
    read = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - declared above
        field.choices = [(kind.pk, kind.name) for kind in kinds()]
