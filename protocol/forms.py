"""Forms for completing a protocol."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from care.queries import PublishedSuggestion
from core.forms import LongText, StyledForm
from people.fields import PersonField
from protocol.models import GoalRating, ImprovementAction, Protocol
from protocol.queries import possible_owners
from protocol.texts import PARTS_OF_TEMPLATE, TEXTS


class VersionForm(StyledForm):
    """Carries the version that was opened, so that users can't overwrite each other's changes."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ProtocolForm(VersionForm):
    """The texts of both parts, the owner of part B and its review date."""

    def __init__(self, *args: Any, protocol_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for text in TEXTS:
            self.fields[text.key] = LongText(label=text.title, help_text=text.question, required=False, max_length=8000)
            self.fields[text.key].widget.attrs["class"] = "form-control"
        self.fields["owner_id"] = owner_field(_("Owner"), protocol_id, self.initial.get("owner_id"))
        self.fields["owner_id"].help_text = _("Keeps part B up to date.")
        self.fields["review_by_on"] = date_field(_("Review by"))

    @classmethod
    def of(cls, protocol: Protocol, data: QueryDict | None = None) -> "ProtocolForm":
        initial = {
            "version": protocol.version,
            "owner_id": protocol.owner_id,
            "review_by_on": protocol.review_by_on,
            **protocol.texts,
        }
        return cls(data, initial=initial, protocol_id=protocol.pk)

    def values(self) -> dict[str, Any]:
        """The cleaned values for `actions.edit_protocol`."""
        cleaned = self.cleaned_data
        return {
            "version": cleaned["version"],
            "owner_id": cleaned["owner_id"],
            "review_by_on": cleaned["review_by_on"],
            "texts": {text.key: cleaned[text.key] for text in TEXTS},
        }


class ReviewerForm(VersionForm):
    """The colleague who should review the protocol."""

    reviewer_id = PersonField(label=_("Request a review from"), required=True)

    def __init__(self, *args: Any, offered: Mapping[int, str], protocol_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        field = self.fields["reviewer_id"]
        assert isinstance(field, PersonField)  # noqa: S101 - declared above
        field.offer(offered, search="protocol.reviewers", about=protocol_id)

    @property
    def reviewer_name(self) -> str:
        return self.offered[self.cleaned_data["reviewer_id"]]


class GoalsForm(VersionForm):
    """A rating for each goal of the crisis."""

    def __init__(self, *args: Any, protocol: Protocol, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rated = {rating.goal_id: rating.rating for rating in protocol.ratings.all()}
        self.goal_ids = []
        for goal in protocol.crisis.goals.all():
            field = forms.ChoiceField(
                label=str(goal), choices=[("", _("Not rated")), *GoalRating.Rating.choices], required=False
            )
            field.initial = rated.get(goal.pk, "")
            field.widget.attrs["class"] = "form-select"
            self.fields[f"goal_{goal.pk}"] = field
            self.goal_ids.append(goal.pk)

    def values(self) -> dict[str, Any]:
        """The cleaned values for `actions.rate_goals`."""
        ratings = {goal_id: self.cleaned_data[f"goal_{goal_id}"] for goal_id in self.goal_ids}
        return {"version": self.cleaned_data["version"], "ratings": ratings}


class OwnerForm(VersionForm):
    """Owner and due date of an improvement."""

    def __init__(self, *args: Any, protocol_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"] = owner_field(_("Owner"), protocol_id, self.initial.get("owner_id"))
        self.fields["due_on"] = date_field(_("Due"))

    @classmethod
    def of(cls, improvement: ImprovementAction, version: int, data: QueryDict | None = None) -> "OwnerForm":
        """The form of an improvement, with this version of its protocol."""
        initial = {"version": version, "owner_id": improvement.owner_id, "due_on": improvement.due_on}
        return cls(data, initial=initial, prefix=f"i{improvement.pk}", protocol_id=improvement.protocol_id)


class ImprovementForm(OwnerForm):
    """A new improvement."""

    action = forms.CharField(label=_("What will change?"), max_length=300)
    verification = forms.CharField(label=_("How will we know it's done?"), max_length=300, required=False)
    changes = forms.ChoiceField(
        label=_("Which section of part B does it change?"),
        choices=[("", _("None")), *PARTS_OF_TEMPLATE.items()],
        required=False,
    )
    suggestion_id = forms.TypedChoiceField(
        label=_("Which suggestion does it come from?"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, suggestions: Sequence[PublishedSuggestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggestions = suggestions
        field = self.fields["suggestion_id"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("None")), *((each.id, each.text) for each in suggestions)]
        if not suggestions:
            del self.fields["suggestion_id"]


def owner_field(label: Any, protocol_id: int, present: int | None) -> PersonField:
    field = PersonField(label=label)
    field.offer(possible_owners(), search="protocol.owners", about=protocol_id, present=present)
    return field


def date_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")
    )
