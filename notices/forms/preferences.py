"""Form of a person's choices about e-mails."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import StyledForm
from notices.topics import Topic, TopicUrgency


def _hour(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


def _topics(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


class PreferencesForm(StyledForm):
    """Topics by e-mail, subjects, and quiet hours: the default, or the user's own."""

    timely = _topics(gettext_lazy("Timely e-mails about"))
    routine = _topics(gettext_lazy("Other e-mails about"))
    hides_text = forms.BooleanField(
        label=gettext_lazy("Hide the text in subjects"),
        help_text=gettext_lazy("The subject then names only the kind of message, so that a locked phone shows nothing else."),
        required=False,
    )
    has_own_hours = forms.BooleanField(label=gettext_lazy("Set my own quiet hours"), required=False)
    starts_at = _hour(gettext_lazy("Quiet from"))
    ends_at = _hour(gettext_lazy("Quiet until"))
    with_weekends = forms.BooleanField(label=gettext_lazy("Saturday and Sunday are quiet all day"), required=False)

    def __init__(self, *args: Any, topics: list[Topic], default_hours: str, may_hide_text: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, urgency in (("timely", TopicUrgency.TIMELY), ("routine", TopicUrgency.ROUTINE)):
            offered = [(topic.name, _choice(topic)) for topic in topics if topic.urgency == urgency]
            self.fields[name].help_text = str(urgency.label)
            self.fields[name].choices = offered  # type: ignore[attr-defined] # a choice field
        if not may_hide_text:
            del self.fields["hides_text"]
        self.fields["has_own_hours"].help_text = default_hours
        self.fields["ends_at"].help_text = _("Can be on the next day, for example from 22:00 until 06:30.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["by_email"] = [*cleaned.get("timely", []), *cleaned.get("routine", [])]
        if not cleaned.get("has_own_hours"):
            return cleaned
        for name in ("starts_at", "ends_at"):
            if name not in self.errors and cleaned.get(name) is None:
                self.add_error(name, _("Enter a time, such as 22:00."))
        if "starts_at" not in self.errors and cleaned.get("starts_at") == cleaned.get("ends_at") is not None:
            self.add_error("ends_at", _("Quiet hours must end at another time than they start."))
        return cleaned


def _choice(topic: Topic) -> str:
    return format_html('{} <span class="form-check-description">{}</span>', topic.title, topic.why)
