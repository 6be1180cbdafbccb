"""Form for a new webhook."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from core.forms import StyledForm
from intake.installation_limits import SOURCE


class WebhookForm(StyledForm):
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("The system that sends responses, such as Survey tool."))
    source = forms.CharField(
        label=_("Source"),
        max_length=60,
        validators=[
            RegexValidator(SOURCE, _("Start with a letter or digit. After that you can also use spaces, dots, - and _."))
        ],
        help_text=_("The system the contact IDs come from, such as help-desk. Use the same name everywhere."),
    )
    creates_people = forms.BooleanField(
        label=_("Add unknown names as new agents"),
        required=False,
        help_text=_("Otherwise their responses wait until someone matches the names."),
    )
