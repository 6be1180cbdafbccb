"""The form of a new webhook."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from core.forms import StyledForm
from intake.limits import SOURCE


class WebhookForm(StyledForm):
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("What delivers here, like: survey tool"))
    source = forms.CharField(
        label=_("Source"),
        max_length=60,
        validators=[RegexValidator(SOURCE, _("Begin with a letter or a digit; then also spaces, dots, - and _ are possible."))],
        help_text=_("The system that the ids of the contacts come from, like: help-desk. The same name everywhere."),
    )
    creates_people = forms.BooleanField(
        label=_("Add an agent for each name that nobody knows yet"),
        required=False,
        help_text=_("Otherwise its responses wait until somebody has said who the name is."),
    )
