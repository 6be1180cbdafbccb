"""The home of each role, put together from sections that ask the rooms."""

from dataclasses import dataclass

from desk.homes.crises import OpenCrisis, open_crises
from desk.homes.editions import edition_of
from desk.homes.needs import needs
from desk.homes.sections import SECTIONS
from desk.homes.shapes import Section
from people.identity import User

__all__ = ["Home", "edition_of", "home_of"]


@dataclass(frozen=True, slots=True)
class Home:
    crises: list[OpenCrisis]
    needs: Section
    sections: list[Section]


def home_of(user: User) -> Home:
    """The user's home: the crises one is part of, what waits for one, and what one's roles need."""
    crises = open_crises(user)
    return Home(crises, needs(user, crises), [section for provide in SECTIONS if (section := provide(user))])
