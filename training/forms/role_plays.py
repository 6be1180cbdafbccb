"""Forms about role plays, the observer's sheet and rehearsals."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import LongText, StyledForm
from people.fields import PersonField
from training.models import Behaviour
from training.models.role_plays import FEWEST_ANCHORS, LONGEST_ANCHOR, LONGEST_SITUATION, MOST_ANCHORS


class RolePlayForm(StyledForm):
    """The texts of a role play."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    situation = LongText(
        label=gettext_lazy("Situation"),
        max_length=LONGEST_SITUATION,
        help_text=gettext_lazy("What has happened, and what does the customer want?"),
    )
    player_role = LongText(
        label=gettext_lazy("Role of the agent"),
        rows=3,
        max_length=LONGEST_SITUATION,
        help_text=gettext_lazy("What should the agent achieve, and with which script?"),
    )
    observer_role = LongText(
        label=gettext_lazy("Role of the colleague"),
        rows=3,
        max_length=LONGEST_SITUATION,
        help_text=gettext_lazy("How does the customer behave? The colleague plays the customer and observes."),
    )


class NewRolePlayForm(RolePlayForm):
    """A new role play with its script."""

    script_id = forms.TypedChoiceField(
        label=gettext_lazy("Script"),
        coerce=int,
        help_text=gettext_lazy("When this script gets a new version, people rehearse again."),
    )
    field_order = ("script_id", "title", "situation", "player_role", "observer_role")

    def __init__(self, *args: Any, scripts: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["script_id"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("Choose a script")), *scripts.items()]


class BehaviourForm(StyledForm):
    """A behaviour with two to five anchors, from the lowest score to the highest."""

    name = forms.CharField(
        label=gettext_lazy("Behaviour"),
        max_length=200,
        help_text=gettext_lazy("For example: names the customer's feeling"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for score in range(1, MOST_ANCHORS + 1):
            field = forms.CharField(max_length=LONGEST_ANCHOR, required=score <= FEWEST_ANCHORS)
            field.label = _("Score %(score)d: what do you see or hear?") % {"score": score}
            field.widget.attrs["class"] = "form-control"
            self.fields[f"anchor_{score}"] = field

    @property
    def anchors(self) -> list[str]:
        """The described scores, without gaps: what is blank is left out."""
        given = [self.cleaned_data.get(f"anchor_{score}") or "" for score in range(1, MOST_ANCHORS + 1)]
        return [anchor for anchor in given if anchor]


class ObserverForm(StyledForm):
    """The colleague who plays the customer and observes."""

    observer_id = PersonField(label=gettext_lazy("Who plays the customer and observes you?"), required=True)

    def __init__(self, *args: Any, people: Mapping[int, str], item_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["observer_id"]
        assert isinstance(field, PersonField)  # noqa: S101 - declared above
        field.offer(people, search="training.observers", about=item_id)


class SheetForm(StyledForm):
    """The observer's sheet: one anchor for each behaviour, notes, and the script version that the observer has seen."""

    notes = LongText(
        label=gettext_lazy("Notes for the player"),
        rows=3,
        max_length=LONGEST_SITUATION,
        required=False,
        help_text=gettext_lazy("What went well, and one thing to try next time. Only the two of you and trainers see it."),
    )
    version_id = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, behaviours: Sequence[Behaviour], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.behaviours = behaviours
        for behaviour in behaviours:
            self.fields[f"behaviour_{behaviour.pk}"] = forms.TypedChoiceField(
                label=behaviour.name,
                coerce=int,
                choices=list(enumerate(behaviour.anchors, start=1)),
                widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
                help_text=self._range(len(behaviour.anchors)),
            )
        self.order_fields([*(f"behaviour_{behaviour.pk}" for behaviour in behaviours), "notes"])

    @property
    def scores(self) -> dict[int, int]:
        """The chosen anchors by behaviour id."""
        return {behaviour.pk: self.cleaned_data[f"behaviour_{behaviour.pk}"] for behaviour in self.behaviours}

    @staticmethod
    def _range(count: int) -> str:
        return _("%(count)d descriptions, from the weakest to the best") % {"count": count}
