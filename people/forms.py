"""Forms for people. They validate and normalise, and never save."""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import StyledForm
from core.time_zones import known_zones
from people.models import Channel, Role, Shift, Team
from people.models.persons import LONGEST_EMAIL, MOST_CONTRACT_HOURS
from people.name_matching import persons_meant

LANGUAGE = re.compile(r"^[a-z]{2,3}(-[a-z0-9]{2,4})?$")


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _hour(label: Any, *, required: bool = True) -> forms.TimeField:
    return forms.TimeField(label=label, required=required, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


def _zones(first: tuple[str, Promise | str] | None = None) -> list[tuple[str, Promise | str]]:
    names = sorted(known_zones())
    return [*([first] if first else []), *((name, name) for name in names)]


class Languages(forms.CharField):
    """Language codes, separated by commas, as a list: “en, pt-br”."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        codes = [code.strip().lower() for code in str(value or "").split(",") if code.strip()]
        wrong = [code for code in codes if not LANGUAGE.match(code)]
        if wrong:
            raise forms.ValidationError(
                _("“%(code)s” isn't a language code. Use codes such as en, de or pt-br.") % {"code": wrong[0]}
            )
        return list(dict.fromkeys(codes))

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class HoursForm(StyledForm):
    """Two times of day, the first before the second."""

    work_starts_at = _hour(gettext_lazy("Work starts at"))
    work_ends_at = _hour(gettext_lazy("Work ends at"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("work_starts_at"), cleaned.get("work_ends_at")
        if (starts is None) != (ends is None) and not {"work_starts_at", "work_ends_at"} & self.errors.keys():
            self.add_error("work_ends_at", _("Enter both times or neither."))
        elif starts is not None and ends is not None and starts >= ends:
            self.add_error("work_ends_at", _("The end must be after the start."))
        return cleaned


class PersonForm(HoursForm):
    display_name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=LONGEST_EMAIL, required=False, empty_value=None)
    languages = Languages(
        label=gettext_lazy("Languages"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Language codes, such as en, de, pt-br"),
    )
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Channels"), required=False, choices=Channel.choices, widget=forms.CheckboxSelectMultiple
    )
    contract_hours = forms.DecimalField(
        label=gettext_lazy("Contract hours per week"),
        required=False,
        min_value=0.5,
        max_value=MOST_CONTRACT_HOURS,
        max_digits=4,
        decimal_places=1,
    )
    shift = forms.ModelChoiceField(
        label=gettext_lazy("Shift"), required=False, queryset=Shift.objects.all(), empty_label=gettext_lazy("None")
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), required=False)
    work_starts_at = _hour(gettext_lazy("Work starts at"), required=False)
    work_ends_at = _hour(gettext_lazy("Work ends at"), required=False)
    joined_on = _day(gettext_lazy("First day at work"), required=False)

    field_order = ("display_name", "email", "languages", "channels", "contract_hours", "shift", "time_zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = self.fields["time_zone"]
        assert isinstance(zones, forms.ChoiceField)  # noqa: S101 - tells the type checker what is declared above
        zones.choices = _zones(("", _("Same as the organisation")))


class RolesForm(StyledForm):
    roles = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Roles"), required=False, coerce=Role, choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )


class SecondFactorRolesForm(StyledForm):
    roles = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Required for"),
        required=False,
        coerce=Role,
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("People with these roles must set up a second factor before they can do anything else."),
    )


class PrivacyForm(StyledForm):
    """What the organisation states about data."""

    privacy_contact = forms.CharField(
        label=gettext_lazy("Contact for questions about data"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Such as the name and address of your data protection officer."),
    )
    legal_basis = forms.CharField(
        label=gettext_lazy("Legal basis"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("In your organisation's own words. Until you state it, the page shows proposals only."),
    )
    works_agreement = forms.CharField(label=gettext_lazy("Works agreement"), required=False, max_length=200)
    works_agreement_on = _day(gettext_lazy("Date of the works agreement"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("works_agreement_on") and not cleaned.get("works_agreement"):
            self.add_error("works_agreement", _("Enter the title or number of the agreement, or remove its date."))
        return cleaned


class JoinForm(StyledForm):
    team = forms.ModelChoiceField(
        label=gettext_lazy("Team"), queryset=Team.objects.all(), empty_label=gettext_lazy("Choose a team")
    )
    starts_on = _day(gettext_lazy("First day"))
    is_lead = forms.BooleanField(label=gettext_lazy("Leads the team"), required=False)


class LastDayForm(StyledForm):
    """A last day in a team. Cleaned to `ends_on`, the day after it."""

    last_on = _day(gettext_lazy("Last day"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "last_on" in cleaned:
            cleaned["ends_on"] = cleaned.pop("last_on") + timedelta(days=1)
        return cleaned


class LeaveForm(StyledForm):
    first_on = _day(gettext_lazy("First day away"))
    last_on = _day(gettext_lazy("Last day away"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "first_on" in cleaned and "last_on" in cleaned and cleaned["first_on"] > cleaned["last_on"]:
            self.add_error("last_on", _("The last day can't be before the first."))
        return cleaned


class GiveSignInForm(StyledForm):
    email = forms.EmailField(label=gettext_lazy("E-mail for signing in"), max_length=LONGEST_EMAIL)


class LeavingForm(StyledForm):
    """A last day at work. Cleaned to `left_on`, the day after it."""

    last_on = _day(gettext_lazy("Last day at work"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "last_on" in cleaned:
            cleaned["left_on"] = cleaned.pop("last_on") + timedelta(days=1)
        return cleaned


class TeamForm(StyledForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    site = forms.CharField(label=gettext_lazy("Site"), max_length=80, required=False)


class ShiftForm(StyledForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    starts_at = _hour(gettext_lazy("Starts at"))
    ends_at = _hour(gettext_lazy("Ends at"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "starts_at" in cleaned and cleaned["starts_at"] == cleaned.get("ends_at"):
            self.add_error("ends_at", _("A shift can't start and end at the same time."))
        return cleaned


class OrganisationForm(HoursForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    reporting_zone = forms.ChoiceField(
        label=gettext_lazy("Reporting time zone"),
        help_text=gettext_lazy("All figures and schedules use the days, weeks and months of this time zone."),
    )

    accessibility_contact = forms.EmailField(
        label=gettext_lazy("Accessibility contact"),
        required=False,
        max_length=254,
        help_text=gettext_lazy(
            "E-mail address for people who can't use a page. The accessibility statement shows it to everyone."
        ),
    )

    field_order = ("name", "reporting_zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = self.fields["reporting_zone"]
        assert isinstance(zones, forms.ChoiceField)  # noqa: S101 - tells the type checker what is declared above
        zones.choices = _zones()


class WhoForm(StyledForm):
    """A person, by part of their name or e-mail, or by a suggestion."""

    who = forms.CharField(label=gettext_lazy("Who is it?"), max_length=160, help_text=gettext_lazy("Name or e-mail"))

    def clean_who(self) -> int:
        """Id of the only person who matches."""
        typed = self.cleaned_data["who"]
        found = persons_meant(typed)
        if not found:
            raise forms.ValidationError(
                _("No one matches “%(text)s”. Try part of the name or e-mail address."), params={"text": typed}
            )
        if len(found) > 1:
            raise forms.ValidationError(
                _("Several people match. Type one of these: %(people)s"),
                params={"people": "; ".join(f"{match.handle} ({match.whereabouts})" for match in found)},
            )
        return found[0].person_id
