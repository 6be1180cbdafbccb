"""Forms for support contacts and requests for help. They validate and normalise, and never save."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import LongSelect, StyledForm
from core.time_zones import known_zones
from crisis.cells import CellKind, value_name
from crisis.models import SupportContact
from crisis.models.support import EVERY_DAY, LONGEST_NOTE, PHONE
from crisis.queries.possible_people import possible_contacts
from crisis.queries.staffing import spoken_languages
from people.fields import PersonField
from people.identity import Channel
from people.queries.organisation import reporting_zone
from people.queries.working_hours import shifts

RANKS = [(1, _("First choice")), (2, _("Backup")), (3, _("Second backup"))]
WEEKDAYS = [
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
]


def _clock(label: Any, **options: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget, **options)


class ReachForm(StyledForm):
    """How and when a contact can be reached, and whom they serve. Without hours, they can always be called."""

    reach = forms.CharField(
        label=_("How to reach them"),
        max_length=160,
        help_text=_("For example a chat channel or desk. It must work in the middle of a call."),
    )
    phone = forms.CharField(
        label=_("Phone number or extension"),
        max_length=30,
        required=False,
        validators=[PHONE],
        help_text=_("Agents can call this number with one tap."),
    )
    rank = forms.TypedChoiceField(label=_("Order"), coerce=int, choices=RANKS, initial=1, required=False, empty_value="1")
    days = forms.TypedMultipleChoiceField(
        label=_("Days"), coerce=int, choices=WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    starts_at = _clock(_("From"))
    ends_at = _clock(_("Until"), help_text=_("Until an earlier time means until the next day."))
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, widget=LongSelect)
    shift_id = forms.TypedChoiceField(label=_("Shift"), coerce=int, required=False, empty_value=None)
    channel = forms.ChoiceField(label=_("Channel"), choices=[("", _("All channels")), *Channel.choices], required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    MORE = ("rank", "days", "starts_at", "ends_at", "time_zone", "shift_id", "channel", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones, kinds, languages = self.fields["time_zone"], self.fields["shift_id"], self.fields["language"]
        assert isinstance(zones, forms.ChoiceField)  # noqa: S101 - declared above
        assert isinstance(kinds, forms.ChoiceField)  # noqa: S101 - declared above
        assert isinstance(languages, forms.ChoiceField)  # noqa: S101 - declared above
        zones.choices = [(name, name) for name in sorted(known_zones())]
        zones.initial = str(reporting_zone())
        kinds.choices = [("", _("All shifts")), *shifts().values_list("pk", "name")]
        languages.choices = [("", _("All languages")), *_languages(self.initial.get("language", ""))]

    @property
    def has_more_errors(self) -> bool:
        """Whether a field of the folded part has an error, so that it is shown open."""
        return any(name in self.errors for name in self.MORE)

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """The fields of the folded part: order, hours, and whom the contact serves."""
        return [self[name] for name in self.MORE]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"starts_at", "ends_at", "days"} & self.errors.keys():
            return data
        days, starts_at, ends_at = data.get("days"), data.get("starts_at"), data.get("ends_at")
        if (starts_at is None) != (ends_at is None):
            self.add_error("ends_at", _("Enter both times, or leave both blank."))
        elif starts_at is None and not days:
            data |= {"days": [], "time_zone": ""}
        else:
            data["days"] = days or list(EVERY_DAY)
            data["time_zone"] = data.get("time_zone") or str(reporting_zone())
            data |= {"starts_at": starts_at or time(), "ends_at": ends_at or time()}
        return data

    @classmethod
    def of(cls, contact: SupportContact, data: Any = None) -> "ReachForm":
        """The form with the values of a contact."""
        initial = {name: getattr(contact, name) for name in cls.base_fields}
        return cls(data, initial={**initial, "time_zone": contact.time_zone or str(reporting_zone())})


def _languages(present: str) -> list[tuple[str, str]]:
    """The languages that agents speak, and the contact's own if nobody speaks it any more."""
    found = {cell.value: cell.name for cell in spoken_languages()}
    if present:
        found.setdefault(present, value_name(CellKind.LANGUAGE, present))
    return list(found.items())


class ContactForm(ReachForm):
    """A new support contact."""

    person_id = PersonField(label=_("Colleague"))
    name = forms.CharField(label=_("Or someone else's name"), max_length=120, required=False)

    field_order = ("person_id", "name")

    def __init__(self, *args: Any, crisis_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person_id"]
        assert isinstance(field, PersonField)  # noqa: S101 - declared above
        field.offer(possible_contacts(), search="crisis.contacts", about=crisis_id)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if (data.get("person_id") is None) == (not data.get("name")):
            self.add_error("name", _("Choose a colleague or enter a name, but not both."))
        return data


class HelpForm(StyledForm):
    note = forms.CharField(
        label=_("What is it about?"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_("Only the people who were called can see it. It's deleted when the crisis is closed."),
    )
