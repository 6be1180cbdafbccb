"""Import profiles: the one that fits a file, and descriptions for pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from intake.instruments import Instrument
from intake.models import OwnProfile
from intake.profile_wording import COLUMNS, DURATIONS, RELATIONS, TIMES, UNITS, in_lines, way_of
from intake.reading.column_guesses import SAMPLE_ROWS
from intake.reading.known_sources import fields_to_check, recognise
from intake.reading.layouts import Layout
from intake.reading.profiles import Profile, Scale
from people.identity import Channel, User


@dataclass(frozen=True, slots=True)
class ProfileFact:
    """Fact about a profile: label and value."""

    about: str
    says: str


def own_profiles(user: User) -> QuerySet[OwnProfile]:
    """Profiles that a user may see, by name."""
    return OwnProfile.objects.visible_to(user).select_related("saved_by").order_by("name")


def own_profile(name: str) -> Profile | None:
    """The own profile with this name, or None."""
    own = OwnProfile.objects.filter(name__iexact=name).first()
    return Profile.from_json(own.definition) if own else None


def own_profile_for(header: Sequence[str]) -> Profile | None:
    """The own profile whose columns are all in the file. The one with the most columns wins, then the newest."""
    fitting = [
        profile
        for own in OwnProfile.objects.order_by("-saved_at", "-pk")
        if not (profile := Profile.from_json(own.definition)).missing(header)
    ]
    return max(fitting, key=lambda profile: len(profile.columns), default=None)


def profile_for(layout: Layout, rows: Sequence[Sequence[str]]) -> Profile | None:
    """The profile that reads the most columns of a file with these first rows. Own profiles come first in a tie, and if a
    built-in one would have to be checked. None without a header, because positions alone don't say what a column holds.
    """
    if not layout.has_header:
        return None
    own, built_in = own_profile_for(layout.header), recognise(layout.header, rows[:SAMPLE_ROWS])
    if own and built_in and fields_to_check(built_in, layout.header, rows[:SAMPLE_ROWS]):
        return own
    fitting = [own, built_in]
    return max((profile for profile in fitting if profile), key=lambda profile: len(profile.columns), default=None)


def _table_in_words(profile: Profile) -> list[ProfileFact]:
    """Answers about the table of a file."""
    answers = profile.table
    found = {
        _("List of records"): answers.list_path.removesuffix(".item"),
        _("Empty cells below a value"): {True: _("the same as the cell above"), False: _("empty"), None: ""}[
            answers.fills_gaps
        ],
        _("Rows that end early"): {True: _("the missing cells are empty"), False: _("not imported"), None: ""}[
            answers.ends_early
        ],
    }
    return [ProfileFact(about, says) for about, says in found.items() if says]


def own_names() -> list[str]:
    return list(OwnProfile.objects.order_by("name").values_list("name", flat=True))


def columns_in_words(profile: Profile) -> list[ProfileFact]:
    """Facts about the columns of a profile."""
    return [ProfileFact(str(COLUMNS[column]), profile.columns[column]) for column in COLUMNS if column in profile.columns]


def _range_in_words(scale: Scale) -> str:
    if scale.words_only:
        return _("only the answers listed below")
    ends = {"lowest": f"{scale.lowest:g}", "highest": f"{scale.highest:g}"}
    if scale.rounds:
        return _("%(lowest)s to %(highest)s, halves are rounded up") % ends
    return _("%(lowest)s to %(highest)s") % ends


def ways_in_words(profile: Profile) -> list[ProfileFact]:
    """Facts about the formats of a profile: dates, ratings, channels, durations and conditions on rows."""
    scale = profile.scale
    ways = [
        ProfileFact(_("Source"), profile.source),
        ProfileFact(_("Date format"), way_of(profile.dates.date)),
        ProfileFact(_("Time format"), str(TIMES[profile.dates.time])),
        ProfileFact(_("Time zone"), profile.dates.zone or _("your organisation's")),
        ProfileFact(_("Survey type"), str(Instrument(scale.instrument).label)),
        ProfileFact(_("Rating scale"), _range_in_words(scale)),
        ProfileFact(_("Duration format"), str(DURATIONS[profile.durations])),
    ]
    ways += [
        ProfileFact(_("Time zone of “%(column)s”") % {"column": profile.columns[column]}, zone)
        for column, zone in profile.dates.zones.items()
    ]
    lines = {
        _("Units of numbers"): [f"{profile.columns[column]}: {UNITS[unit]}" for column, unit in profile.units.items()],
        _("Only rows where"): [f"{row.column} {RELATIONS[row.relation]} “{row.value}”" for row in profile.rows],
    }
    ways += [ProfileFact(about, "\n".join(found)) for about, found in lines.items() if found]
    if profile.dates.responded:
        ways.append(ProfileFact(_("Format of survey response dates"), way_of(profile.dates.responded)))
    if scale.words:
        ways.append(ProfileFact(_("Points for each answer"), in_lines(scale.words)))
    if profile.nobody:
        ways.append(ProfileFact(_("Names that mean no one"), "\n".join(profile.nobody)))
    ways += _table_in_words(profile)
    if profile.channels:
        labels = dict(Channel.choices)
        ways.append(
            ProfileFact(_("Channels"), "\n".join(f"{word} = {labels[channel]}" for word, channel in profile.channels.items()))
        )
    return ways
