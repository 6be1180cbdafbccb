"""What people fill in about a crisis: validated and normalised, never saved here."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms import LongText, StyledForm
from crisis.models import Crisis
from crisis.models.crises import MOST_ANSWER_HOURS, MOST_REST_DAYS, MOST_REVIEW_FACTOR
from crisis.queries.possible_people import possible_contacts, possible_leaders
from feedback.sustained.criteria import LARGEST_TEAM
from people.fields import PersonField
from recognition.forms import NominateForm


class SetUpForm(StyledForm):
    """What a crisis is about, who runs it, and what it promises. The same form opens and edits."""

    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("Short and plain: it stands on every page."))
    kind = forms.ChoiceField(label=_("Kind"), choices=Crisis.Kind)
    scope = forms.ChoiceField(
        label=_("Scope"),
        choices=[("", _("Not an external event")), *Crisis.Scope.choices],
        required=False,
        help_text=_("How far an external event reaches. Internal causes and good news have none."),
    )
    cause = LongText(
        label=_("Cause"),
        required=False,
        help_text=_(
            "What happened, as far as it is known: a storm, a quality fault, a product that is out of stock, a launch."
        ),
    )
    severity = forms.ChoiceField(
        label=_("Severity"), choices=Crisis.Severity, help_text=_("When unsure, assume the higher one.")
    )
    is_drill = forms.BooleanField(
        label=_("This is a drill"),
        required=False,
        help_text=_(
            "Everything works. Only those who take part get messages, and no result counts anywhere else. "
            "You can't change this later."
        ),
    )
    lead_id = PersonField(label=_("Lead"), help_text=_("Runs the crisis: selects, invites, gives updates."))
    deputy_id = PersonField(
        label=_("Deputy"),
        help_text=_(
            "Stands in for the lead, with the same rights. Nobody sees the candidates' figures before a deputy is named."
        ),
    )
    solution = LongText(
        label=_("The solution we stand for"),
        required=False,
        help_text=_("What the organisation does for its customers now. Everyone invited is asked to stand behind these words."),
    )
    expectations = LongText(
        label=_("What we ask of the team"),
        required=False,
        help_text=_("Hours, topics, when to escalate. Invited people read this before they answer."),
    )
    team_size = forms.IntegerField(label=_("Places in the team"), min_value=1, max_value=LARGEST_TEAM, initial=10)
    review_factor = forms.IntegerField(
        label=_("Quality reviews, times the usual number"),
        min_value=1,
        max_value=MOST_REVIEW_FACTOR,
        initial=3,
        help_text=_("3 means three times as many reviews for each person while the crisis is active."),
    )
    answer_hours = forms.IntegerField(
        label=_("Working hours to answer an invitation"),
        min_value=1,
        max_value=MOST_ANSWER_HOURS,
        initial=8,
        help_text=_("Hours in which the invited person works, Monday to Friday. Then the next person is invited."),
    )
    rest_days = forms.IntegerField(
        label=_("Days of rest afterwards"),
        min_value=0,
        max_value=MOST_REST_DAYS,
        initial=14,
        help_text=_("So long nobody of this team is selected for another crisis."),
    )

    def __init__(self, *args: Any, crisis_id: int = 0, fixed: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaders = possible_leaders()
        for name in ("lead_id", "deputy_id"):
            field = self.fields[name]
            assert isinstance(field, PersonField)  # noqa: S101 - declared above
            field.offer(leaders, search="crisis.leaders", about=crisis_id, present=self.initial.get(name))
        for name in fixed:
            # What is disabled keeps its initial value, whatever a forged form sends.
            self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == Crisis.Kind.EXTERNAL and not data.get("scope"):
            self.add_error("scope", _("How far does the event reach? Choose the larger one when unsure."))
        elif data.get("kind") != Crisis.Kind.EXTERNAL:
            data["scope"] = ""
        if data.get("lead_id") is not None and data.get("lead_id") == data.get("deputy_id"):
            self.add_error("deputy_id", _("The deputy stands in for the lead. Choose somebody else."))
        return data


class ContactForm(StyledForm):
    person_id = PersonField(label=_("A colleague"))
    name = forms.CharField(label=_("Or somebody else, by name"), max_length=120, required=False)
    reach = forms.CharField(
        label=_("How to reach them"),
        max_length=160,
        help_text=_("A number, a channel, a place: what works in the middle of a call."),
    )

    def __init__(self, *args: Any, crisis_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person_id"]
        assert isinstance(field, PersonField)  # noqa: S101 - declared above
        field.offer(possible_contacts(), search="crisis.contacts", about=crisis_id)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("person_id") is None) == (not data.get("name")):
            self.add_error("name", _("Choose a colleague or write a name: one of the two."))
        return data


class GoalForm(StyledForm):
    measure = forms.CharField(
        label=_("What is measured"), max_length=160, help_text=_("For instance: CSAT of calls about the recall.")
    )
    target = forms.CharField(
        label=_("What is to be reached"),
        max_length=80,
        help_text=_("A number that can be checked: at least 85 %, under 2 hours, 0 complaints."),
    )
    due_on = forms.DateField(
        label=_("By when"),
        help_text=_("Today or a later day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


LONGEST_UPDATE = 1000


class UpdateForm(StyledForm):
    """News or a decision for the team, and when they will hear again, in the zone of the page."""

    text = LongText(label=_("What is new"), required=False, rows=3, max_length=LONGEST_UPDATE)
    is_decision = forms.BooleanField(label=_("This is a decision"), required=False)
    next_update_at = forms.DateTimeField(
        label=_("Next update"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    @classmethod
    def promising(cls, next_update_at: datetime | None) -> "UpdateForm":
        """A form that keeps the promised time unless it is changed. A time that has passed is left blank."""
        if next_update_at is None or next_update_at <= clock.now():
            return cls()
        return cls(initial={"next_update_at": next_update_at})


class EntryCorrectionForm(StyledForm):
    text = LongText(label=_("The update, corrected"), rows=5, max_length=LONGEST_UPDATE)


class InviteForm(StyledForm):
    count = forms.IntegerField(
        label=_("How many to invite now"),
        min_value=1,
        max_value=LARGEST_TEAM,
        help_text=_("More than there are places may be invited: then the first to accept are in."),
    )


class AcceptForm(StyledForm):
    """The three confirmations, each for itself, and the version of the terms they are about."""

    terms_version = forms.IntegerField(widget=forms.HiddenInput)
    solution = forms.BooleanField(label=_("I stand behind this solution."), required=False)
    training = forms.BooleanField(label=_("I am ready and willing to train again for it."), required=False)
    timing = forms.BooleanField(label=_("The timing is right for me personally."), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not all(data.get(name) for name in ("solution", "training", "timing")):
            raise forms.ValidationError(
                _("Joining takes all three. If one is not right for you, “No, thank you” is a safe answer.")
            )
        return data


class ReasonForm(StyledForm):
    reason = LongText(
        label=_("A reason, if you wish"),
        required=False,
        rows=2,
        max_length=500,
        help_text=_("Only the lead and the deputy see it, and it is deleted when the crisis is closed."),
    )


class NominateMemberForm(NominateForm):
    """Nominate somebody of the crisis's team."""

    def __init__(self, *args: Any, team: Mapping[int, str], crisis_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["nominee_id"]
        assert isinstance(field, PersonField)  # noqa: S101 - declared above
        field.offer(team, search="crisis.team", about=crisis_id)
