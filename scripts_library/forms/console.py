"""The form of a holding statement's stage."""

from django import forms
from django.utils.translation import gettext_lazy

from core.forms import StyledForm
from scripts_library.models import Stage


class StageForm(StyledForm):
    """The stage of a crisis in which agents see the script first."""

    stage = forms.ChoiceField(
        label=gettext_lazy("Holding statement for"),
        help_text=gettext_lazy("Agents see it at the top of their scripts while a crisis is in this stage."),
        choices=[("", gettext_lazy("No stage: an everyday script")), *Stage.choices],
        required=False,
    )
