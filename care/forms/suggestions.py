"""Forms of the suggestion box."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from care.lifecycle import SUGGESTION_LIFECYCLE, SuggestionStep
from care.models import Suggestion
from care.models.suggestions import LONGEST_TEXT
from care.queries.suggestions import merge_targets, of_receipt, reason_against_scripts, small_subjects
from care.suggestion_subjects import subjects_for
from core.forms import LongSelect, LongText, StyledForm
from people.identity import User
from scripts_library.queries import published_scripts, scripts_to_link

NAMED, ANONYMOUS = "named", "anonymous"
LONGEST_CODE, LONGEST_SEARCH = 60, 200
LABELS = {
    SuggestionStep.PLAN: gettext_lazy("Planned: we are going to do it"),
    SuggestionStep.FINISH: gettext_lazy("Done"),
    SuggestionStep.PUT_OFF: gettext_lazy("Not now"),
}


def _id_or_none(value: str) -> int | None:
    return int(value) if value else None


class WriteSuggestionForm(StyledForm):
    text = LongText(
        label=gettext_lazy("What do you suggest?"),
        rows=6,
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy("What happens now, what would be better, and who would benefit?"),
    )
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), choices=Suggestion.Topic.choices)
    journal_id = forms.TypedChoiceField(
        label=gettext_lazy("What is it about?"), coerce=_id_or_none, empty_value=None, required=False
    )
    script_id = forms.TypedChoiceField(
        label=gettext_lazy("Script, if it's about one"),
        coerce=_id_or_none,
        empty_value=None,
        required=False,
        widget=LongSelect,
    )
    identity = forms.ChoiceField(
        label=gettext_lazy("Do you want to give your name?"),
        choices=[
            (
                ANONYMOUS,
                gettext_lazy("No, send it anonymously. We don't store who you are; a code lets you follow the answer."),
            ),
            (
                NAMED,
                gettext_lazy("Yes. Supervisors see your name, and you are notified of the answer. The board doesn't show it."),
            ),
        ],
        widget=forms.RadioSelect,
        initial=ANONYMOUS,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        subjects = [subject for subject in subjects_for(user).values() if subject.is_open]
        labels = {subject.journal_id: subject.title for subject in subjects} | small_subjects(subjects)
        _offer(self, "journal_id", labels, _("Everyday work"))
        _offer(self, "script_id", published_scripts(user), _("No script"))
        self.fields["script_id"].help_text = reason_against_scripts()

    def values(self) -> dict[str, Any]:
        """Arguments of `write_suggestion`."""
        values = dict(self.cleaned_data)
        is_named = values.pop("identity") == NAMED
        return {**values, "is_named": is_named}


class PublishSuggestionForm(StyledForm):
    published_text = LongText(
        label=gettext_lazy("Text on the board"),
        rows=6,
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy("Remove names, dates and details that tell who wrote it. The board says that you edited it."),
    )


class AnswerSuggestionForm(PublishSuggestionForm):
    step = forms.ChoiceField(label=gettext_lazy("Decision"), widget=forms.RadioSelect)
    answer = LongText(
        label=gettext_lazy("Answer for everyone"),
        rows=5,
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy("Say what happens next and by when, or why it isn't possible now."),
    )
    script_id = forms.TypedChoiceField(
        label=gettext_lazy("Script that changes because of it"),
        coerce=_id_or_none,
        empty_value=None,
        required=False,
        widget=LongSelect,
    )
    field_order = ("step", "answer", "published_text", "script_id")

    def __init__(self, *args: Any, user: User, suggestion: Suggestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        step = self.fields["step"]
        assert isinstance(step, forms.ChoiceField)  # noqa: S101 - declared above
        possible = SUGGESTION_LIFECYCLE.steps_from(suggestion.state)
        step.choices = [(each.value, LABELS[each]) for each in LABELS if each in possible]
        _offer(self, "script_id", scripts_to_link(user), _("No script"))

    def values(self) -> dict[str, Any]:
        """Arguments of `answer_suggestion`."""
        return {**self.cleaned_data, "step": SuggestionStep(self.cleaned_data["step"])}


class MergeSuggestionForm(StyledForm):
    target_id = forms.TypedChoiceField(label=gettext_lazy("Merge into"), coerce=int, widget=LongSelect)

    def __init__(self, *args: Any, user: User, suggestion: Suggestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "target_id", merge_targets(user, suggestion), _("Choose a suggestion"))


class SuggestionReplyForm(StyledForm):
    text = LongText(label=gettext_lazy("Message"), rows=3, max_length=LONGEST_TEXT)


class ReceiptForm(StyledForm):
    code = forms.CharField(
        label=gettext_lazy("Receipt code"),
        max_length=LONGEST_CODE,
        help_text=gettext_lazy("The code that you got when you sent your suggestion."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    suggestion: Suggestion | None = None

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        self.suggestion = of_receipt(code)
        if self.suggestion is None:
            raise forms.ValidationError(_("There's no suggestion with this code. Check it for typing errors."))
        return code


class BoardFilterForm(StyledForm):
    q = forms.CharField(label=gettext_lazy("Search"), max_length=LONGEST_SEARCH, required=False)
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        State = Suggestion.State  # noqa: N806 - a class
        topic, state = self.fields["topic"], self.fields["state"]
        assert isinstance(topic, forms.ChoiceField)  # noqa: S101 - declared above
        assert isinstance(state, forms.ChoiceField)  # noqa: S101 - declared above
        topic.choices = [("", _("All topics")), *Suggestion.Topic.choices]
        shown = (State.LOOKING, State.PLANNED, State.DONE, State.NOT_NOW)
        state.choices = [("", _("All states")), *((each.value, each.label) for each in shown)]


def _offer(form: forms.Form, name: str, labels: dict[int, str], nothing: str) -> None:
    """Offer these choices, with `nothing` for the empty one."""
    field = form.fields[name]
    assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - declared above
    field.choices = [("", nothing), *labels.items()]
