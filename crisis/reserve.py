"""The team that was saved for a crisis and the people who are next, as the room that selects teams tells them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from crisis.models import Crisis


@dataclass(frozen=True, slots=True)
class SavedTeam:
    """The latest saved team, by its number."""

    number: int
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class CoverageNow:
    """One requirement of the saved team: how many of the team cover it now, how many with those who have not answered yet
    (of a maximum, how many come from the home team with the most), and whether these are enough.
    """

    name: str
    in_team: int
    with_asked: int
    is_met: bool


@dataclass(frozen=True, slots=True)
class Reserve:
    """What invitations need to know. `next_people` are the ids of people who can be invited now, the next one first."""

    saved_team: Callable[[Crisis], SavedTeam | None]
    next_people: Callable[[Crisis], list[int]]
    coverage_now: Callable[[Crisis], list[CoverageNow]]


_registered: list[Reserve] = []


def register(reserve: Reserve) -> None:
    """Name who knows. Called once, from a room's ``AppConfig.ready``."""
    if _registered:
        raise ValueError("The reserve list is registered twice.")
    _registered.append(reserve)


def saved_team(crisis: Crisis) -> SavedTeam | None:
    """The latest saved team, or None if there is none."""
    return _registered[0].saved_team(crisis)


def next_people(crisis: Crisis) -> list[int]:
    """The people to invite, the next one first."""
    return _registered[0].next_people(crisis)


def coverage_now(crisis: Crisis) -> list[CoverageNow]:
    """Requirement by requirement; empty where nothing has to be covered."""
    return _registered[0].coverage_now(crisis)
