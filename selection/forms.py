"""Forms for the team decision, team leader input and replies. They validate and normalise, and never save."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import LongText, StyledForm
from feedback.sustained.criteria import LARGEST_TEAM
from selection.choice import Choice
from selection.methods import NO_REASON, REASON_LABELS, Method
from selection.models import CardReply, LeaderInput


class TeamDecisionForm(StyledForm):
    """The people chosen where scores are too close to call, and the reason."""

    places = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.MultipleHiddenInput)
    reason = LongText(required=False, rows=1, max_length=1000)

    def __init__(
        self, *args: Any, choice: Choice, method: Method = Method.SCORES, offered: Collection[int] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        reason, places = self.fields["reason"], self.fields["places"]
        figures = {"places": choice.places, "count": len(choice.band)}
        reason.label = str(REASON_LABELS[method]) % figures
        reason.required = choice.needs_decision
        reason.error_messages["required"] = NO_REASON[method]
        # Changed criteria replace the part of the page around this field, so htmx has to keep the text.
        reason.widget.attrs |= {"hx-preserve": "true"}
        if method is not Method.DRAW:
            reason.widget.attrs["placeholder"] = _("A shift, a language, a skill …")
        assert isinstance(places, forms.TypedMultipleChoiceField)  # noqa: S101 - declared above
        places.choices = [(person_id, str(person_id)) for person_id in offered]


class UnrankedForm(StyledForm):
    """The size of a team that is chosen without ranking, and the reason."""

    team_size = forms.IntegerField(label=_("Team size"), min_value=1, max_value=LARGEST_TEAM)
    reason = LongText(
        label=REASON_LABELS[Method.UNRANKED],
        rows=1,
        max_length=1000,
        error_messages={"required": NO_REASON[Method.UNRANKED]},
    )


class LeaderInputForm(StyledForm):
    """A leader's nomination of a person in their team, or an objection."""

    kind = forms.TypedChoiceField(
        label=_("Your input"),
        choices=[
            (LeaderInput.Kind.NOMINATION, _("I nominate them for the team")),
            (LeaderInput.Kind.OBJECTION, _("I object to them joining this team")),
        ],
        coerce=LeaderInput.Kind,
        widget=forms.RadioSelect,
    )
    reason = LongText(
        label=_("Why"),
        rows=3,
        max_length=1000,
        help_text=_(
            "Describe what you've seen at work, in words you would also say to them. Leave out health and private life."
        ),
    )


class AskLeadersForm(StyledForm):
    """The team leaders to ask, without those who were asked already."""

    leaders = forms.TypedMultipleChoiceField(
        label=_("Team leaders to ask"), coerce=int, widget=forms.CheckboxSelectMultiple, required=True
    )

    def __init__(self, *args: Any, offered: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, initial={"leaders": list(offered)}, **kwargs)
        field = self.fields["leaders"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 - declared above
        field.choices = list(offered.items())
        field.error_messages["required"] = _("Choose at least one team leader.")


class ReplyForm(StyledForm):
    text = LongText(
        label=_("What would you like to say?"),
        rows=5,
        max_length=2000,
        help_text=_("The crisis lead, the deputy and your team leaders can read it. You can change it later."),
    )

    @classmethod
    def said_now(cls, reply: CardReply | None) -> "ReplyForm":
        """The form with the saved reply, if there is one."""
        return cls(initial={"text": reply.text} if reply else None)
