"""Forms of a crisis. They validate and normalise, and never save."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms import LongText, StyledForm
from core.wall_times import WallTimeField, moment_of, on_the_wall
from crisis import agreement
from crisis.models import Crisis
from crisis.models.crises import MOST_ANSWER_HOURS, MOST_REST_DAYS, MOST_REVIEW_FACTOR, MOST_TRAINING_HOURS
from crisis.queries.possible_people import possible_leaders
from crisis.surge import Forecast
from feedback.sustained.criteria import LARGEST_TEAM
from people.fields import PersonField
from recognition.forms import NominateForm


class SetUpForm(StyledForm):
    """The set-up of a crisis. The same form opens and edits one."""

    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("Keep it short: it's shown on every page."))
    kind = forms.ChoiceField(label=_("Kind"), choices=Crisis.Kind)
    scope = forms.ChoiceField(
        label=_("Scope"),
        choices=[("", _("Not an external event")), *Crisis.Scope.choices],
        required=False,
        help_text=_("How far an external event reaches."),
    )
    cause = LongText(
        label=_("Cause"),
        required=False,
        help_text=_(
            "What happened, as far as you know. For example: a storm, a quality fault, a product out of stock, a launch."
        ),
    )
    severity = forms.ChoiceField(
        label=_("Severity"), choices=Crisis.Severity, help_text=_("If you're not sure, choose the higher one.")
    )
    is_drill = forms.BooleanField(
        label=_("This is a drill"),
        required=False,
        help_text=_(
            "Everything works as in a real crisis, but only participants get messages and results don't count elsewhere. "
            "You can't change this later."
        ),
    )
    lead_id = PersonField(
        label=_("Lead"), help_text=_("Runs the crisis: selects the team, sends invitations and posts updates.")
    )
    deputy_id = PersonField(
        label=_("Deputy"),
        help_text=_(
            "Stands in for the lead, with the same permissions. Candidates' figures are hidden until you choose a deputy."
        ),
    )
    solution = LongText(
        label=_("Our solution"),
        required=False,
        help_text=_("What the organisation does for its customers now. Invited people are asked to support it."),
    )
    expectations = LongText(
        label=_("What we expect from the team"),
        required=False,
        help_text=_("For example hours, topics and when to escalate. Invited people read this before they reply."),
    )
    training_hours = forms.IntegerField(
        label=_("Training (hours)"),
        min_value=1,
        max_value=MOST_TRAINING_HOURS,
        required=False,
        help_text=_("How long the refresher takes altogether."),
    )
    duration = forms.CharField(
        label=_("How long the team is needed"), max_length=120, required=False, help_text=_("For example “until mid-January”.")
    )
    shifts = forms.CharField(
        label=_("Shifts"), max_length=200, required=False, help_text=_("For example “usual shifts, one Saturday a month”.")
    )
    reward = forms.CharField(
        label=_("Reward"), max_length=200, required=False, help_text=_("What everyone on the team gets, besides recognition.")
    )
    team_size = forms.IntegerField(label=_("Team size"), min_value=1, max_value=LARGEST_TEAM, initial=10)
    review_factor = forms.IntegerField(
        label=_("Quality reviews (times the usual number)"),
        min_value=1,
        max_value=MOST_REVIEW_FACTOR,
        initial=3,
        help_text=_("For example, 3 means three times as many reviews per person while the crisis is active."),
    )
    answer_hours = forms.IntegerField(
        label=_("Working hours to reply to an invitation"),
        min_value=1,
        max_value=MOST_ANSWER_HOURS,
        initial=8,
        help_text=_("The invited person's working hours, Monday to Friday. After that, the next person is invited."),
    )
    rest_days = forms.IntegerField(
        label=_("Rest afterwards (days)"),
        min_value=0,
        max_value=MOST_REST_DAYS,
        initial=14,
        help_text=_("Team members won't be selected again during this time."),
    )

    def __init__(self, *args: Any, crisis_id: int = 0, fixed: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaders = possible_leaders()
        for name in ("lead_id", "deputy_id"):
            field = self.fields[name]
            assert isinstance(field, PersonField)  # noqa: S101 - declared above
            field.offer(leaders, search="crisis.leaders", about=crisis_id, present=self.initial.get(name))
        for name in fixed:
            # A disabled field keeps its initial value, even if a forged form sends another one.
            self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == Crisis.Kind.EXTERNAL and not data.get("scope"):
            self.add_error("scope", _("Choose how far the event reaches. If you're not sure, choose the wider scope."))
        elif data.get("kind") != Crisis.Kind.EXTERNAL:
            data["scope"] = ""
        if data.get("lead_id") is not None and data.get("lead_id") == data.get("deputy_id"):
            self.add_error("deputy_id", _("The lead and the deputy must be two different people."))
        return data


LONGEST_UPDATE = 1000


class UpdateForm(StyledForm):
    """An update or a decision for the team, and the time of the next update in the zone of the page."""

    text = LongText(label=_("What's new"), required=False, rows=3, max_length=LONGEST_UPDATE)
    is_decision = forms.BooleanField(label=_("This is a decision"), required=False)
    next_update_at = WallTimeField(label=_("Next update"), required=False)

    def clean_next_update_at(self) -> datetime | None:
        """Of a time that comes twice, the one that is still to come."""
        promised: datetime | None = self.cleaned_data["next_update_at"]
        if promised is None or promised > clock.now():
            return promised
        return moment_of(on_the_wall(promised), fold=1)

    @classmethod
    def promising(cls, next_update_at: datetime | None) -> "UpdateForm":
        """A form that keeps the promised time unless it is changed. A time that has passed is left blank."""
        if next_update_at is None or next_update_at <= clock.now():
            return cls()
        return cls(initial={"next_update_at": next_update_at})


class EntryCorrectionForm(StyledForm):
    text = LongText(label=_("Corrected update"), rows=5, max_length=LONGEST_UPDATE)


class InviteForm(StyledForm):
    count = forms.IntegerField(
        label=_("Number of people to invite"),
        min_value=1,
        max_value=LARGEST_TEAM,
        help_text=_("You can invite more people than you need. Spots are first come, first served."),
    )


class AcceptForm(StyledForm):
    """The three confirmations, and the version of the terms that was shown."""

    terms_version = forms.IntegerField(widget=forms.HiddenInput)
    solution = forms.BooleanField(label=agreement.SOLUTION, required=False)
    training = forms.BooleanField(label=agreement.TRAINING, required=False)
    timing = forms.BooleanField(label=agreement.TIMING, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not all(data.get(name) for name in ("solution", "training", "timing")):
            raise forms.ValidationError(
                _("To join, tick all three boxes. If one isn't right for you, it's fine to choose “No, thank you”.")
            )
        return data


class ReasonForm(StyledForm):
    reason = LongText(
        label=_("Reason (optional)"),
        required=False,
        rows=2,
        max_length=500,
        help_text=_("Only the lead and the deputy can see it. It's deleted when the crisis is closed."),
    )


class ReleaseForm(StyledForm):
    message = LongText(
        label=_("Message (optional)"),
        required=False,
        rows=3,
        max_length=500,
        help_text=_("A kind word. Only this person can read it, and it's deleted when the crisis is closed."),
    )


class SurgeForm(StyledForm):
    """A forecast of contacts, the service to give, and the share of time that people are away from the line."""

    contacts = forms.IntegerField(
        label=_("Contacts to expect"),
        min_value=1,
        max_value=100_000,
        help_text=_("In the busiest time, of all channels that this team answers one at a time."),
    )
    minutes = forms.TypedChoiceField(
        label=_("In"),
        coerce=int,
        choices=[(15, _("15 minutes")), (30, _("30 minutes")), (60, _("1 hour"))],
        initial=30,
    )
    handle_seconds = forms.IntegerField(
        label=_("Average handle time (seconds)"),
        min_value=5,
        max_value=7200,
        help_text=_("With work after the contact. A forecast, not a target: explaining takes longer in a crisis."),
    )
    patience_seconds = forms.IntegerField(
        label=_("Average patience (seconds)"),
        min_value=1,
        max_value=7200,
        required=False,
        help_text=_("How long customers wait before they give up. Leave it blank if you don't know: then everyone waits."),
    )
    target_percent = forms.IntegerField(label=_("Answer (%)"), min_value=1, max_value=99, initial=80)
    within_seconds = forms.IntegerField(label=_("Within (seconds)"), min_value=0, max_value=3600, initial=20)
    away_percent = forms.IntegerField(
        label=_("Time away from the line (%)"),
        min_value=0,
        max_value=90,
        initial=30,
        help_text=_("Breaks, training, coaching, meetings and sick leave."),
    )

    def forecast(self) -> Forecast:
        """The forecast of valid answers."""
        given = self.cleaned_data
        return Forecast(given["contacts"] * 60 / given["minutes"], given["handle_seconds"], given["patience_seconds"])


class NominateMemberForm(NominateForm):
    """A nomination of a team member."""

    def __init__(self, *args: Any, team: Mapping[int, str], crisis_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["nominee_id"]
        assert isinstance(field, PersonField)  # noqa: S101 - declared above
        field.offer(team, search="crisis.team", about=crisis_id)
