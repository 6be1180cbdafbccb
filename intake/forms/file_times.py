"""Fields for the time zone of a file's dates and the units of its durations."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import StyledForm
from intake.profile_wording import COLUMNS, UNITS
from intake.queries.first_looks import LookedAt
from intake.reading.durations import SECONDS
from intake.reading.profiles import Field, Profile
from intake.reading.unit_guesses import DURATIONS
from intake.reading.units import unit_in_title
from intake.reading.zone_guesses import is_one_zone, zones_in_titles
from intake.reading.zones import LONGEST_NAME, UnknownZone, zone_in_title, zone_name
from people.queries.organisation import reporting_zone

ZONES_ID = "zones"
MOST_NAMED = 3


class ZoneField(forms.CharField):
    """Name of a time zone, completed from a list. Cities, offsets and usual abbreviations work too."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Times in this file are in"),
            max_length=LONGEST_NAME,
            required=False,
            widget=forms.TextInput(attrs={"list": ZONES_ID, "autocomplete": "off", "spellcheck": "false"}),
        )

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return zone_name(text) if text else ""
        except UnknownZone as error:
            raise forms.ValidationError(
                gettext(
                    "We don't know this time zone. Choose one from the list, such as Europe/Amsterdam, or write UTC or UTC+2."
                )
            ) from error


class TimeFields(StyledForm):
    """Part of a form for the columns of a file. `zone_said` is the time zone that the file says, `started` the column of the
    contact dates.
    """

    base: Profile | None
    seen: LookedAt
    zone_said: str
    started: str

    @abstractmethod
    def profile(self) -> Profile:
        """The profile from the cleaned data."""

    @property
    def zone_in_words(self) -> str:
        """Time zone of the contact dates in the preview."""
        return self.profile().dates.zone or str(reporting_zone())

    @property
    def zone_warning(self) -> str:
        """Message if the title of the contact dates names another zone than the chosen one, else empty."""
        zone = self.zone_in_words
        named = zones_in_titles({Field.STARTED: self.started}).get(Field.STARTED, zone)
        if named == zone:
            return ""
        text = gettext("The title of “%(column)s” says %(named)s, but you chose %(zone)s.")
        return text % {"column": self.started, "named": named, "zone": zone}

    def require_zone_and_units(self, cleaned: Mapping[str, Any]) -> None:
        """Add errors to the time zone and to units that only a person can tell."""
        if not cleaned.get("zone") and "zone" not in self.errors and self.is_zone_unknown:
            told = _("Column “%(title)s” has several time zones. Enter the one that the contact dates are in.")
            unknown = _("The column title names a time zone that we don't know. Enter the time zone.")
            title = next(iter(self.seen.zones.values()), "")
            self.add_error("zone", told % {"title": title} if title else unknown)
        for column in DURATIONS:
            if cleaned.get(f"column_{column}") and not unit_of(column, cleaned, self.seen):
                self.add_error(f"unit_{column}", _("Choose the unit. Neither the title nor the cells say it."))

    def units(self) -> dict[Field, str]:
        """Units from the cleaned data, other than seconds."""
        used = [column for column in DURATIONS if self.cleaned_data[f"column_{column}"]]
        units = {column: unit_of(column, self.cleaned_data, self.seen) for column in used}
        return {column: unit for column, unit in units.items() if unit != SECONDS}

    def zone_of(self, found: Profile) -> str:
        """The zone to store. Empty for the organisation's, unless the file says another one."""
        given, said = self.cleaned_data["zone"], guessed_zone(found.columns, self.zone_said, self.seen)
        own = self.base.dates.zone if self.base else ""
        return "" if given == str(reporting_zone()) and not said else given or said or own

    @property
    def is_zone_unknown(self) -> bool:
        """True if nothing says the zone but a title that names an unknown one, or a column that names several."""
        if self.started in self.seen.offsets or self.zone_said:
            return False
        try:
            return not zone_in_title(self.started) and bool(self.seen.zones) and not is_one_zone(self.seen.zones)
        except UnknownZone:
            return True


def zone_help(column: str, seen: LookedAt, organisation: str) -> str:
    """Help for the time zone of the contact dates in this column."""
    if column in seen.offsets:
        return gettext("The times in this column carry their own offset from UTC. The zone is only for times without one.")
    usual = gettext("Write a city, UTC or UTC+2. Your organisation's time zone is %(zone)s.") % {"zone": organisation}
    try:
        named = zone_in_title(column)
    except UnknownZone:
        return gettext("The column title names a time zone that we don't know.") + f" {usual}"
    if named:
        return gettext("The column title says %(zone)s.") % {"zone": named} + f" {usual}"
    said = [gettext("Column “%(title)s” says %(zone)s.") % {"title": title, "zone": zone} for zone, title in seen.zones.items()]
    return " ".join([*said[:MOST_NAMED], usual])


def guessed_zone(columns: Mapping[Field, str], said: str, seen: LookedAt) -> str:
    """The zone that the file says, or else the title of the contact dates, or else a column. Empty without one."""
    in_column = next(iter(seen.zones)) if is_one_zone(seen.zones) else ""
    return said or zones_in_titles(columns).get(Field.STARTED, "") or in_column


def unit_fields() -> dict[str, forms.Field]:
    """Fields of the units, one for each field with a duration."""
    choices = [("", _("As the title or the cells say")), *UNITS.items()]
    return {
        f"unit_{column}": forms.ChoiceField(
            label=_("Unit of numbers in “%(field)s”") % {"field": COLUMNS[column]}, choices=choices, required=False
        )
        for column in DURATIONS
    }


def unit_initial(base: Profile | None) -> dict[str, str]:
    """Initial units: those of the profile, where the titles don't say the same."""
    if base is None:
        return {}
    said = {column: base.units.get(column, SECONDS) for column in DURATIONS if column in base.columns}
    return {f"unit_{column}": unit for column, unit in said.items() if unit != unit_in_title(base.columns[column])}


def unit_of(column: Field, given: Mapping[str, Any], seen: LookedAt) -> str:
    """The chosen unit, or that of the title. Seconds if the cells have their units, and empty if nothing tells."""
    title = given.get(f"column_{column}") or ""
    told = given.get(f"unit_{column}") or unit_in_title(title)
    return told or ("" if title in seen.numbers else SECONDS)
