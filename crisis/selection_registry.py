"""Registry for the saved team and the reserve list, filled by the room that selects teams."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from crisis.cells import StaffingCell
from crisis.models import Crisis
from people.identity import User


@dataclass(frozen=True, slots=True)
class SavedTeam:
    """The latest saved team, by its number. `size` counts the people selected, `note` says how unless it was by score.
    `is_ranked` is false if no score was looked at.
    """

    number: int
    saved_at: datetime
    size: int
    note: str = ""
    is_ranked: bool = True


@dataclass(frozen=True, slots=True)
class CoverageNow:
    """A coverage rule of the saved team: the number of team members who match it, the number including open invitations,
    and whether the rule is met. For a maximum, the numbers are of the largest home team.
    """

    name: str
    in_team: int
    with_asked: int
    is_met: bool


@dataclass(frozen=True, slots=True)
class Reserve:
    """Functions that invitations need. `next_people` returns the ids of people who can be invited now, in order; `reserves_of`
    the crises that invite, and on whose latest reserve list a user is.

    `needed` returns the minimums of the coverage rules by cell. `next_person_for` returns the id of the next person who counts
    in a cell and keeps the coverage rules and the people needed in other cells as well as possible.
    """

    saved_team: Callable[[Crisis], SavedTeam | None]
    next_people: Callable[[Crisis], list[int]]
    coverage_now: Callable[[Crisis], list[CoverageNow]]
    reserves_of: Callable[[User], list[Crisis]]
    needed: Callable[[Crisis], Mapping[StaffingCell, int]]
    next_person_for: Callable[[Crisis, StaffingCell, Mapping[StaffingCell, int]], int | None]


_registered: list[Reserve] = []


def register(reserve: Reserve) -> None:
    """Register the functions. Called once, from a room's ``AppConfig.ready``."""
    if _registered:
        raise ValueError("The reserve list is registered twice.")
    _registered.append(reserve)


def saved_team(crisis: Crisis) -> SavedTeam | None:
    """The latest saved team, or None if there is none."""
    return _registered[0].saved_team(crisis)


def next_people(crisis: Crisis) -> list[int]:
    """The ids of the people to invite, in order."""
    return _registered[0].next_people(crisis)


def coverage_now(crisis: Crisis) -> list[CoverageNow]:
    """The coverage rules with their current numbers. Empty without coverage rules."""
    return _registered[0].coverage_now(crisis)


def reserves_of(user: User) -> list[Crisis]:
    """Crises on whose reserve list the user waits. It changes with the user's own invitations, and never with other people's
    replies.
    """
    return _registered[0].reserves_of(user)


def needed_by_rules(crisis: Crisis) -> Mapping[StaffingCell, int]:
    """The minimums of the coverage rules of the saved team, by cell. Empty without such rules."""
    return _registered[0].needed(crisis)


def next_person_for(crisis: Crisis, cell: StaffingCell, needed: Mapping[StaffingCell, int]) -> int | None:
    """The id of the next person to invite for a cell, or None if nobody on the list counts there and keeps the rules."""
    return _registered[0].next_person_for(crisis, cell, needed)
