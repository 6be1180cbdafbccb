"""Forms of drafts: texts, title and owner."""

from typing import Any

from django import forms
from django.db.models import Field
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import StyledForm
from people.fields import PersonField
from scripts_library.forms.variants import AudienceForm
from scripts_library.models import LONGEST_TEXT, ScriptVersion
from scripts_library.queries.owners import possible_owners


def _text(name: str, help_text: Any, *, rows: int = 3, required: bool = False) -> forms.CharField:
    column: Field[Any, Any] = ScriptVersion._meta.get_field(name)  # type: ignore[assignment] # noqa: SLF001 - Model._meta is documented, and these are its columns
    return forms.CharField(
        label=column.verbose_name,
        help_text=help_text,
        required=required,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class TextsForm(StyledForm):
    """The texts of a draft. `revision` is the one that the user saw."""

    situation = _text("situation", gettext_lazy("When should agents use this script?"), required=True)
    what_to_say = _text(
        "what_to_say",
        gettext_lazy("Word for word. Put text that changes from call to call in braces, for example {customer name}."),
        rows=6,
    )
    what_to_ask = _text("what_to_ask", gettext_lazy("What the agent needs to find out from the customer."))
    tone = _text("tone", gettext_lazy("Pace, warmth and tone of voice."))
    what_not_to_say = _text("what_not_to_say", gettext_lazy("Promises, guesses and phrases to avoid."))
    escalation = _text("escalation", gettext_lazy("When to escalate, to whom, and how to reach them."))
    plan_b = _text("plan_b", gettext_lazy("What agents can offer if the first answer doesn't help."))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # Added to drafts of a variant that is behind its source.
    follows = forms.BooleanField(required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"}))
    follows_read = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, newest_of_source: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if newest_of_source is None:
            del self.fields["follows"], self.fields["follows_read"]
            return
        self.fields["follows"].label = _("This text now follows version %(number)d of its source") % {
            "number": newest_of_source
        }
        self.fields["follows_read"].initial = newest_of_source

    def follows_number(self) -> int | None:
        """The version of the source that the text now follows, if the writer says so."""
        follows: int | None = self.cleaned_data.get("follows_read") if self.cleaned_data.get("follows") else None
        return follows

    def texts(self) -> dict[str, Any]:
        """The valid texts, by name."""
        return {name: self.cleaned_data[name] for name in ScriptVersion.TEXTS}


class AboutForm(StyledForm):
    """Title and owner of a script."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    owner = PersonField(
        label=gettext_lazy("Owner"),
        required=True,
        help_text=gettext_lazy("Responsible for the script and for renewing it before it expires."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, PersonField)  # noqa: S101 - declared above
        field.offer(possible_owners(), search="scripts_library.owners", present=self.initial.get("owner"))


class ChangeForm(AboutForm):
    """A change of title or owner, together with the values that the user saw."""

    title_read = forms.CharField(max_length=200, widget=forms.HiddenInput, strip=False)
    owner_read = forms.IntegerField(widget=forms.HiddenInput)


class NewScriptForm(AboutForm, AudienceForm, TextsForm):
    """A new script: title, owner, channel, language and the texts of its first draft."""

    journal = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_order = ("title", "owner", "channel", "language")
