"""Records of people, leave and shifts as files give them, before they are compared with what is known.

All values are as in JSON, because a file waits for confirmation after it was read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A person in a staff list. `values` are fields of `Person`; only those that the file gives.

    Several rows about a person have been joined. `last_on` is the last day at work.
    """

    line: int
    name: str
    email: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    teams: tuple[str, ...] = ()
    site: str = ""
    shift: str = ""
    shift_starts_at: str = ""
    shift_ends_at: str = ""
    last_on: str = ""


@dataclass(frozen=True, slots=True)
class LeaveRow:
    """Leave of a person from the first to the last day, both included."""

    line: int
    name: str
    email: str
    first_on: str
    last_on: str


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A shift of a person, from one moment in UTC to another."""

    line: int
    name: str
    email: str
    starts_at: str
    ends_at: str


AnyRow = StaffRow | LeaveRow | RosterRow


def key_of(name: str, email: str) -> str:
    """Text by which a file means the same person: the e-mail address, else the name."""
    return email.lower() or " ".join(name.casefold().split())


def label_of(name: str, email: str) -> str:
    """Text that stands for a person of a file, with the address if the file has it."""
    if name and email:
        return f"{' '.join(name.split())} <{email.lower()}>"
    return " ".join(name.split()) or email.lower()
