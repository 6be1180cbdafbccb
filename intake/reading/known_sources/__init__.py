"""Known help desks, telephone systems and survey tools. To add one, add it to its family with a sample in the tests."""

from collections.abc import Sequence

from intake.reading.known_sources.help_desks import HELP_DESKS
from intake.reading.known_sources.phone_systems import CALL_CENTER, CALL_CENTER_TITLES, PHONE_SYSTEMS
from intake.reading.known_sources.survey_tools import SURVEY_TOOLS
from intake.reading.profiles import Field, Profile
from intake.reading.source_recognition import KnownSource

__all__ = ["CALL_CENTER", "CALL_CENTER_TITLES", "KNOWN", "fields_to_check", "fields_to_come", "known", "recognise"]

KNOWN: tuple[KnownSource, ...] = (*PHONE_SYSTEMS, *HELP_DESKS, *SURVEY_TOOLS)


def known(name: str) -> KnownSource | None:
    return next((source for source in KNOWN if source.name == name), None)


def recognise(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Profile | None:
    """The profile of the source of a file, by its header and first rows. If several fit, one that is recognised by titles
    alone, and then the one that reads the most columns.
    """
    fitting = [(source, found) for source in KNOWN if (found := source.recognised(header, rows)) is not None]
    best = max(fitting, key=lambda each: (not each[0].worded, len(each[1].columns)), default=None)
    return best[1] if best else None


def fields_to_check(profile: Profile, header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[Field, ...]:
    """Fields of a built-in profile whose columns a person has to check."""
    source = known(profile.name)
    return source.to_check(header, rows) if source else ()


def fields_to_come(header: Sequence[str]) -> list[str]:
    """Fields of a known source that the first records lack, such as a comment that is empty so far."""
    return [title for source in KNOWN for title in source.titles_to_come(header)]
