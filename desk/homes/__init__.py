"""The home of each role, put together from sections that ask the rooms."""

import hashlib
from dataclasses import dataclass

from desk.homes.crises import OpenCrisis, open_crises
from desk.homes.needs import needs
from desk.homes.sections import SECTIONS
from desk.homes.shapes import Section
from people.identity import User


@dataclass(frozen=True, slots=True)
class Home:
    crises: list[OpenCrisis]
    needs: Section
    sections: list[Section]

    @property
    def version(self) -> str:
        """Changes when anything that is shown changes."""
        crises = [(shown.crisis.state, shown.crisis.severity, shown.crisis.next_update_at) for shown in self.crises]
        return hashlib.sha256(repr((self, crises)).encode()).hexdigest()[:16]


def home_of(user: User) -> Home:
    """The user's home: the crises one is part of, what waits for one, and what one's roles need."""
    crises = open_crises(user)
    return Home(crises, needs(user, crises), [section for provide in SECTIONS if (section := provide(user))])
