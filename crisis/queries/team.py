"""The team of a crisis, for everyone who can see the crisis."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from core.request_cache import once
from crisis.models import Crisis, TeamMember
from crisis.models.crises import in_the_team
from people.identity import User
from people.queries.colleagues import colleagues


@dataclass(frozen=True, slots=True)
class Spots:
    """The spots on a team, and how many of them are filled."""

    team_size: int
    taken: int

    @property
    def free(self) -> int:
        return max(0, self.team_size - self.taken)


@dataclass(frozen=True, slots=True)
class Member:
    """One person's membership of the team."""

    person_id: int
    name: str
    team_names: tuple[str, ...]
    joined_at: datetime
    left_at: datetime | None
    has_sign_in: bool


def spots_of(crisis: Crisis) -> Spots:
    """The spots of a crisis. One query."""
    return Spots(crisis.team_size, len(team_ids(crisis)))


def team_of(crisis: Crisis) -> QuerySet[TeamMember]:
    """Current members; once the crisis is resolved, members at its end."""
    return crisis.members.filter(in_the_team(member="", crisis="crisis__"))


@once
def team_ids(crisis: Crisis) -> frozenset[int]:
    """Person ids of the current members, or of those at the end."""
    return frozenset(team_of(crisis).order_by().values_list("person_id", flat=True))


def members_of(crisis: Crisis) -> list[Member]:
    """The team, sorted by name."""
    return _by_name(list(team_of(crisis)))


def service_in(crisis: Crisis) -> tuple[list[Member], list[Member]]:
    """The team and its former members, each sorted by name. Withdrawn and released members look the same."""
    served = _by_name(list(crisis.members.all()))
    end = crisis.resolved_at
    team = [one for one in served if one.left_at is None or (end is not None and one.left_at >= end)]
    return team, [one for one in served if one not in team]


def _by_name(rows: list[TeamMember]) -> list[Member]:
    known = colleagues(row.person_id for row in rows)
    members = [
        Member(
            row.person_id,
            known[row.person_id].name,
            known[row.person_id].team_names,
            row.joined_at,
            row.left_at,
            known[row.person_id].has_sign_in,
        )
        for row in rows
    ]
    return sorted(members, key=lambda member: (member.name.casefold(), member.joined_at))


def is_member(user: User, crisis: Crisis) -> bool:
    return user.person_id in team_ids(crisis)
