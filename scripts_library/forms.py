"""Forms of the scripts library."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Field
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import StyledForm
from people.fields import PersonField
from people.queries.organisation import reporting_zone, today
from scripts_library.models import LONGEST_TEXT, ApprovalCheck, HarmfulPhrase, ScriptVersion
from scripts_library.queries.owners import possible_owners

USUAL_DAYS = 90
LONGEST_REASON = 1000


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

    def texts(self) -> dict[str, str]:
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


class NewScriptForm(AboutForm, TextsForm):
    """A new script: title, owner and the texts of its first draft."""

    journal = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_order = ("title", "owner")


class ApprovalForm(StyledForm):
    """The six checks and the decision. `revision` is the one that the user saw."""

    APPROVE, SEND_BACK = "approve", "send_back"

    reason = forms.CharField(
        label=gettext_lazy("What needs to change"),
        help_text=gettext_lazy("Required if you send the version back."),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(choices=[(APPROVE, APPROVE), (SEND_BACK, SEND_BACK)], widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in ApprovalCheck.Question:
            box = forms.CheckboxInput(attrs={"class": "form-check-input"})
            self.fields[question.value] = forms.BooleanField(label=question.label, required=False, widget=box)

    def boxes(self) -> list[forms.BoundField]:
        return [self[question] for question in ApprovalCheck.Question.values]

    def answers(self) -> dict[str, bool]:
        """The answer to each of the six questions."""
        return {question: self.cleaned_data[question] for question in ApprovalCheck.Question.values}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        unmet = [question for question in ApprovalCheck.Question.values if not cleaned.get(question)]
        if cleaned.get("decision") == self.APPROVE and unmet:
            raise ValidationError(
                _("All six checks must be met. If one isn't, send the version back and say what needs to change.")
            )
        if cleaned.get("decision") == self.SEND_BACK and not cleaned.get("reason"):
            self.add_error("reason", _("Tell the author what needs to change."))
        return cleaned


class PublishForm(StyledForm):
    """The last day on which the version may be used."""

    last_on = forms.DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("After this day the script disappears from all screens."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today()
        self.fields["last_on"].initial = self.today + timedelta(days=USUAL_DAYS)

    def clean_last_on(self) -> Any:
        last_on = self.cleaned_data["last_on"]
        if last_on < self.today:
            raise ValidationError(_("Choose today or a later day."))
        if last_on.year > self.today.year + 10:
            raise ValidationError(_("Choose a day within the next ten years."))
        return last_on

    def ends_at(self) -> datetime:
        """The midnight that ends the last day, in the organisation's zone."""
        return datetime.combine(self.cleaned_data["last_on"] + timedelta(days=1), time(), tzinfo=reporting_zone())


class WithdrawForm(StyledForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Agents see this right away. Tell them what to do instead."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    replacement = forms.TypedChoiceField(
        label=gettext_lazy("Replacement"),
        help_text=gettext_lazy("Shown with the withdrawal. Without a replacement, agents are told to ask the owner."),
        required=False,
        coerce=int,
        empty_value=None,
    )

    def __init__(self, *args: Any, live: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["replacement"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("No replacement yet")), *live.items()]


class PhraseForm(StyledForm):
    """A harmful phrase with a better wording."""

    phrase = forms.CharField(
        label=gettext_lazy("Harmful phrase"),
        help_text=gettext_lazy("Capitals and spaces don't matter. End with … if any words can follow."),
        max_length=HarmfulPhrase.phrase.field.max_length,
    )
    better = forms.CharField(
        label=gettext_lazy("Better wording"),
        help_text=gettext_lazy("What to say instead."),
        max_length=HarmfulPhrase.better.field.max_length,
    )

    def clean_phrase(self) -> str:
        phrase = " ".join(str(self.cleaned_data["phrase"]).split())
        if not any(character.isalnum() for character in phrase):
            raise ValidationError(_("Write at least one word."))
        return phrase
