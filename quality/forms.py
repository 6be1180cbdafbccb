"""Forms of quality: validate and normalise, never save."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import StyledForm
from quality.models import Question, ScorecardVersion, Section
from quality.models.corrections import LONGEST_REASON
from quality.models.programmes import MOST_REVIEWS_A_WEEK
from quality.models.scorecards import Aspect

NOT_APPLICABLE = "na"


class ReviewForm(StyledForm):
    """The questions of a scorecard. Drafts may leave questions open, completed reviews may not."""

    comment = forms.CharField(
        label=gettext_lazy("What should they keep doing, and what could they try?"),
        help_text=gettext_lazy("The CSP sees this with the result."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    # The page shows it only where it has to be ticked.
    confirms_red_flags = forms.BooleanField(
        label=gettext_lazy("Yes, this is a red flag"), required=False, widget=forms.CheckboxInput(attrs={"required": True})
    )

    def __init__(self, *args: Any, version: ScorecardVersion, is_completing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_completing = is_completing
        self.sections = list(version.sections.prefetch_related("questions"))
        for question in self._questions():
            field = forms.ChoiceField(
                label=question.text,
                help_text=question.hint,
                choices=_choices(question),
                required=False,
                # Only a completed review needs all answers, so the field itself is optional.
                widget=forms.RadioSelect(attrs={"class": "btn-check", "required": True}),
            )
            self.fields[f"question_{question.pk}"] = field
        # The page starts with the questions, and so does the error summary.
        self.order_fields([name for name in self.fields if name.startswith("question_")])

    def parts(self) -> Iterator[tuple[Section, list[tuple[Question, forms.BoundField]]]]:
        """Sections with their questions and fields, in the scorecard's order."""
        for section in self.sections:
            yield section, [(question, self[f"question_{question.pk}"]) for question in section.questions.all()]

    def clean(self) -> dict[str, Any]:
        if self.is_completing:
            for question in self._questions():
                name = f"question_{question.pk}"
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose an answer."))
            if self.red_flags and not self.cleaned_data.get("confirms_red_flags"):
                self.add_error("confirms_red_flags", _("Confirm the red flag or change the answer."))
        return self.cleaned_data

    @property
    def red_flags(self) -> list[str]:
        """Texts of the red-flag questions that failed."""
        flags = (question for question in self._questions() if question.is_red_flag)
        return [question.text for question in flags if self._value(question) == str(question.answers[0])]

    @property
    def lacks_answers(self) -> bool:
        """True if an answer is missing or invalid."""
        return any(name.startswith("question_") for name in self.errors)

    @property
    def answers(self) -> dict[int, int | None]:
        """The answers given, by question id; None is N/A."""
        given = {question.pk: self.cleaned_data.get(f"question_{question.pk}") for question in self._questions()}
        return {pk: None if value == NOT_APPLICABLE else int(value) for pk, value in given.items() if value}

    @staticmethod
    def initial_of(answers: Mapping[int, int | None], comment: str) -> dict[str, str]:
        """Initial values of the form from a draft."""
        given = {f"question_{pk}": NOT_APPLICABLE if value is None else str(value) for pk, value in answers.items()}
        return {"comment": comment, **given}

    def _value(self, question: Question) -> str:
        return str(self[f"question_{question.pk}"].value() or "")

    def _questions(self) -> Iterator[Question]:
        for section in self.sections:
            yield from section.questions.all()


class ReviewCorrectionForm(ReviewForm):
    """The answers of a completed review, and the reason for the correction."""

    reason = forms.CharField(
        label=gettext_lazy("Reason for the correction"),
        help_text=gettext_lazy("The CSP sees this too."),
        max_length=LONGEST_REASON,
    )


def _choices(question: Question) -> list[tuple[str, str]]:
    if question.scale == Question.Scale.BINARY:
        choices = [("0", _("No")), ("1", _("Yes"))]
    else:
        worst, *between, best = (str(value) for value in question.answers)
        choices = [(worst, _("%(value)s (poor)") % {"value": worst}), *zip(between, between, strict=True)]
        choices.append((best, _("%(value)s (excellent)") % {"value": best}))
    return [*choices, (NOT_APPLICABLE, _("N/A"))] if question.allows_na else choices


class ReplaceForm(StyledForm):
    """The reason why a contact can't be reviewed."""

    reason = forms.CharField(
        label=gettext_lazy("Why can't it be reviewed?"),
        help_text=gettext_lazy("For example: no recording, wrong person, customer hung up right away."),
        max_length=300,
    )


class CapacityForm(StyledForm):
    reviews_per_week = forms.IntegerField(label=gettext_lazy("Reviews per week"), min_value=0, max_value=MOST_REVIEWS_A_WEEK)


class ModeForm(StyledForm):
    mode = forms.ChoiceField(label=gettext_lazy("Scoring method"), choices=ScorecardVersion.Mode.choices)


class SectionForm(StyledForm):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    aspect = forms.ChoiceField(
        label=gettext_lazy("Category"),
        choices=Aspect.choices,
        help_text=gettext_lazy("Reports compare sections by category."),
    )
    weight = forms.DecimalField(
        label=gettext_lazy("Weight"),
        min_value=0,
        max_digits=5,
        decimal_places=2,
        help_text=gettext_lazy("Relative to the other sections. At 0, only red flags count."),
    )


class QuestionForm(StyledForm):
    text = forms.CharField(label=gettext_lazy("Question"), max_length=300)
    hint = forms.CharField(
        label=gettext_lazy("Hint for reviewers"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("What to look for, or when to choose N/A."),
    )
    scale = forms.TypedChoiceField(
        label=gettext_lazy("Answers"),
        choices=Question.Scale.choices,
        coerce=int,
        help_text=gettext_lazy("The highest number is the best answer, and “Yes” is better than “No”."),
    )
    weight = forms.DecimalField(
        label=gettext_lazy("Weight"),
        min_value=0.01,
        max_digits=5,
        decimal_places=2,
        initial=1,
        help_text=gettext_lazy("Relative to the other questions in the section. For a bonus: the most points it can add."),
    )
    allows_na = forms.BooleanField(label=gettext_lazy("Allow N/A"), required=False)
    fails_section = forms.BooleanField(label=gettext_lazy("The lowest answer sets the section to 0"), required=False)
    is_red_flag = forms.BooleanField(
        label=gettext_lazy("Red flag: the lowest answer sets the whole review to 0"), required=False
    )
    is_bonus = forms.BooleanField(label=gettext_lazy("Bonus: adds points on top of the score"), required=False)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("is_bonus") and (
            self.cleaned_data.get("is_red_flag") or self.cleaned_data.get("fails_section")
        ):
            self.add_error("is_bonus", _("A bonus question can't fail a section or the review. Clear one of the two boxes."))
        return self.cleaned_data
