"""Forms of quizzes and their questions."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import LongText, StyledForm
from training.models import QuestionCorrection, QuestionVersion
from training.models.quizzes import LONGEST_OPTION, LONGEST_QUESTION
from training.queries.question_bank import BankQuestion
from training.quiz_rules import MOST_ASKED

FEWEST_OPTIONS, MOST_OPTIONS = 2, 6
NUMBERS = range(1, MOST_OPTIONS + 1)


class QuizForm(StyledForm):
    """Title of a quiz, how many questions an attempt has, and when it is passed."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    questions_asked = forms.IntegerField(
        label=gettext_lazy("Questions per attempt"),
        min_value=1,
        max_value=MOST_ASKED,
        help_text=gettext_lazy("The quiz needs three times as many questions, so that a second attempt asks other ones."),
    )
    pass_percent = forms.IntegerField(
        label=gettext_lazy("Pass mark (%)"),
        min_value=1,
        max_value=100,
        help_text=gettext_lazy("Share of right answers needed to pass. At 80, four of five are enough."),
    )
    journal = forms.IntegerField(widget=forms.HiddenInput, required=False)


class OptionFields(NamedTuple):
    """Fields of one option: its text, and whether it is right."""

    text: forms.BoundField
    is_right: forms.BoundField


class QuizQuestionForm(StyledForm):
    """A question with up to six options, its explanation, and the script that it is about.

    `version_read` is the number of the version that the user saw.
    """

    text = LongText(label=gettext_lazy("Question"), rows=3, max_length=LONGEST_QUESTION)
    kind = forms.ChoiceField(
        label=gettext_lazy("How many answers are right?"),
        choices=QuestionVersion.Kind.choices,
        initial=QuestionVersion.Kind.SINGLE,
        widget=forms.RadioSelect,
    )
    explanation = LongText(
        label=gettext_lazy("Explanation"),
        rows=3,
        max_length=LONGEST_QUESTION,
        help_text=gettext_lazy("Why the right answer is right. People see it after they finish the quiz."),
    )
    script_id = forms.TypedChoiceField(
        label=gettext_lazy("Script that this question is about"), required=False, coerce=int, empty_value=None
    )
    version_read = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, scripts: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scripts_field = self.fields["script_id"]
        assert isinstance(scripts_field, forms.TypedChoiceField)  # noqa: S101 - declared above
        scripts_field.choices = [("", _("No script")), *scripts.items()]
        for number in NUMBERS:
            label = _("Option %(number)s") % {"number": number}
            self.fields[f"option_{number}"] = forms.CharField(
                label=label,
                max_length=LONGEST_OPTION,
                required=number <= FEWEST_OPTIONS,
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )
            self.fields[f"right_{number}"] = forms.BooleanField(
                label=_("Option %(number)s is right") % {"number": number},
                required=False,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )

    @staticmethod
    def initial_of(question: BankQuestion) -> dict[str, Any]:
        """Initial values of the form for an existing question."""
        values: dict[str, Any] = {
            "text": question.text,
            "kind": question.kind,
            "explanation": question.explanation,
            "script_id": question.script_id,
            "version_read": question.number,
        }
        for number, option in enumerate(question.options, start=1):
            values[f"option_{number}"], values[f"right_{number}"] = option.text, option.is_right
        return values

    def option_fields(self) -> Iterator[OptionFields]:
        for number in NUMBERS:
            yield OptionFields(self[f"option_{number}"], self[f"right_{number}"])

    @property
    def options(self) -> list[tuple[str, bool]]:
        """The options that have a text, with whether they are right."""
        written = ((self.cleaned_data.get(f"option_{n}", ""), self.cleaned_data.get(f"right_{n}", False)) for n in NUMBERS)
        return [(text, is_right) for text, is_right in written if text]

    def clean(self) -> dict[str, Any]:
        texts = [text for text, _right in self.options]
        for number in NUMBERS:
            text = self.cleaned_data.get(f"option_{number}", "")
            if self.cleaned_data.get(f"right_{number}") and not text and f"option_{number}" not in self.errors:
                self.add_error(f"option_{number}", _("Write this option, or don't mark it as right."))
            elif text and texts.count(text) > 1:
                self.add_error(f"option_{number}", _("Another option says the same. Write something else."))
        return self.cleaned_data


class TreatmentForm(StyledForm):
    """What happens to the results of people who have answered a question whose right answers change."""

    treatment = forms.ChoiceField(
        label=gettext_lazy("What should happen to these results?"),
        choices=QuestionCorrection.Treatment.choices,
        initial=QuestionCorrection.Treatment.RECOUNT,
        widget=forms.RadioSelect,
    )
