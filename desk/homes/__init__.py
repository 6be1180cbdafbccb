"""The home of each role, built from sections with lines from other rooms."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from care.queries import OpenPulse, open_pulses
from desk.homes.building_blocks import HomeSection
from desk.homes.crises import OpenCrisis, open_crises
from desk.homes.sections import SECTIONS
from desk.homes.version_tokens import version_token
from people.identity import User
from people.needs import needs_of

__all__ = ["Home", "home_of", "version_token"]


@dataclass(frozen=True, slots=True)
class Home:
    crises: list[OpenCrisis]
    pulses: list[OpenPulse]
    needs: HomeSection
    sections: list[HomeSection]


def home_of(user: User) -> Home:
    """The user's home: their crises, open questions of the pulse, what waits for them, and the sections of their roles."""
    needs = HomeSection(
        key="needs",
        title=_("Waiting for you"),
        items=needs_of(user),
        empty=_("You're all caught up. New tasks appear here."),
        symbol="circle-check",
    )
    sections = [section for provide in SECTIONS if (section := provide(user))]
    return Home(open_crises(user), open_pulses(user, only_waiting=True), needs, sections)
