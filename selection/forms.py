"""What people decide and say about a selection: validated and normalised, never saved here."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import LongText, StyledForm
from selection.models import CardReply, LeaderInput


class TeamDecisionForm(StyledForm):
    """Who of the band gets a place, and why."""

    places = forms.TypedMultipleChoiceField(coerce=int, required=False)
    reason = LongText(
        label=_("Why these people of the band"),
        required=False,
        rows=2,
        max_length=1000,
        help_text=_("The figures cannot tell them apart, so say what did: a shift, a language, a skill."),
    )

    def __init__(self, *args: Any, offered: Collection[int] = (), needs_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason
        # The list around it is replaced when a filter changes; what is being typed stays.
        self.fields["reason"].widget.attrs["hx-preserve"] = "true"
        field = self.fields["places"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(person_id, str(person_id)) for person_id in offered]


class LeaderInputForm(StyledForm):
    """What a leader says about somebody of their team."""

    kind = forms.TypedChoiceField(
        label=_("What you want to say"),
        choices=[
            (LeaderInput.Kind.NOMINATION, _("I nominate them for the team")),
            (LeaderInput.Kind.OBJECTION, _("I object: not now, or not for this")),
        ],
        coerce=LeaderInput.Kind,
        widget=forms.RadioSelect,
    )
    reason = LongText(
        label=_("Why"),
        rows=3,
        max_length=1000,
        help_text=_("What you have seen, in words you would also say to them. Nothing about health or private life."),
    )


class AskLeadersForm(StyledForm):
    """The team leaders to ask. Those who were asked already are not among the choices."""

    leaders = forms.TypedMultipleChoiceField(
        label=_("Ask these leaders"), coerce=int, widget=forms.CheckboxSelectMultiple, required=True
    )

    def __init__(self, *args: Any, offered: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, initial={"leaders": list(offered)}, **kwargs)
        field = self.fields["leaders"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 - declared above
        field.choices = list(offered.items())
        field.error_messages["required"] = _("Choose at least one leader.")


class ReplyForm(StyledForm):
    text = LongText(
        label=_("What you want to say"),
        rows=5,
        max_length=2000,
        help_text=_("Who runs the crisis and the leaders of your teams can read it. You can change it later."),
    )

    @classmethod
    def said_now(cls, reply: CardReply | None) -> "ReplyForm":
        """The form with what was said before, to be changed."""
        return cls(initial={"text": reply.text} if reply else None)
