"""Form for the wording of a topic's e-mails."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import LongText, StyledForm
from notices.letter_wording import BODY, PLACEHOLDERS, SUBJECT, TEXT, Wording, is_written_by, reveals_text, unknown_placeholder
from notices.models import LetterTemplate


class LetterTemplateForm(StyledForm):
    """Subject and text with placeholders. `version` is that of the opened wording, so that no change is overwritten."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=LetterTemplate.SUBJECT_LENGTH)
    body = LongText(label=gettext_lazy("Text"), rows=8, max_length=LetterTemplate.BODY_LENGTH)
    version = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].help_text = (
            _("You can use {kind} and {organisation}.")
            if settings.NOTICES_SHORT_SUBJECTS
            else _("You can use {text}, {kind} and {organisation}.")
        )
        self.fields["body"].help_text = _("Must contain {text}. You can also use {kind} and {organisation}.")

    def clean_subject(self) -> str:
        subject: str = self.cleaned_data["subject"]
        if settings.NOTICES_SHORT_SUBJECTS and reveals_text(subject):
            raise forms.ValidationError(
                _("Remove {text}: subjects don't show the message, because a locked phone shows the subject.")
            )
        _refuse_unknown_placeholders(subject)
        if not is_written_by(SUBJECT, subject):
            raise forms.ValidationError(_("Write the subject in one line, without control characters."))
        return subject

    def clean_body(self) -> str:
        body = "\n".join(line.rstrip() for line in str(self.cleaned_data["body"]).splitlines())
        _refuse_unknown_placeholders(body)
        if TEXT not in body:
            raise forms.ValidationError(_("Add {text} where the message should stand."))
        if not is_written_by(BODY, body):
            raise forms.ValidationError(_("Remove the control characters. They may come from a copied text."))
        return body

    @property
    def wording(self) -> Wording:
        return Wording(self.cleaned_data["subject"], self.cleaned_data["body"])

    @property
    def wrong(self) -> list[forms.BoundField]:
        """Fields with errors that prevent a preview."""
        return [self[name] for name in ("subject", "body") if name in self.errors]


def _refuse_unknown_placeholders(template: str) -> None:
    found = unknown_placeholder(template)
    if found in {"{", "}"}:
        raise forms.ValidationError(_("Remove the brace %(brace)s. Braces are only for placeholders.") % {"brace": found})
    if found:
        raise forms.ValidationError(
            _("%(found)s isn't a placeholder. Use one of these: %(known)s.")
            % {"found": found, "known": ", ".join(PLACEHOLDERS)}
        )
