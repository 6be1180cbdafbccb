"""Buy-in as pages show it: the team for everyone, replies for lead and deputy only."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from django.db.models import Count, QuerySet

from core.request_cache import once
from crisis import permissions
from crisis.models import Crisis, Invitation, TeamMember, Terms
from crisis.models.crises import in_the_team
from people.identity import User
from people.queries import colleagues, names

State = Invitation.State

SMALLEST_GROUP = 5


@dataclass(frozen=True, slots=True)
class Spots:
    """The spots on a team, and how many of them are filled."""

    team_size: int
    taken: int

    @property
    def free(self) -> int:
        return max(0, self.team_size - self.taken)


@dataclass(frozen=True, slots=True)
class SpotCounts(Spots):
    """The spots, and the number of invitations by state over all rounds. For lead and deputy."""

    by_state: Mapping[str, int]

    @property
    def open(self) -> int:
        return self.by_state.get(State.INVITED, 0)

    @property
    def invited(self) -> int:
        """The number of all invitations sent."""
        return sum(self.by_state.values())

    @property
    def endings(self) -> list[tuple[str, int]]:
        """The number of invitations and memberships that ended, by state."""
        kinds = (State.DECLINED, State.EXPIRED, State.ENDED, State.RELEASED, State.WITHDRAWN)
        return [(str(kind.label), self.by_state.get(kind, 0)) for kind in kinds]


@dataclass(frozen=True, slots=True)
class InvitationAnswer:
    """One invitation as lead and deputy see it."""

    person_id: int
    name: str
    state: str
    state_name: str
    invited_at: datetime
    deadline_at: datetime
    answered_at: datetime | None
    terms_version: int | None
    reason: str


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


@once
def counts_of(crisis: Crisis) -> SpotCounts:
    """Counts of a crisis. Two queries."""
    states = crisis.invitations.order_by().values_list("state").annotate(Count("pk"))
    return SpotCounts(crisis.team_size, len(team_ids(crisis)), by_state=dict(states))


def totals_of(crisis: Crisis) -> dict[str, int]:
    """Totals of invited people and people who served, for everyone. Empty before resolution, and if a figure or a difference
    is so small that it could reveal a reply.
    """
    if crisis.is_finished or crisis.resolved_at is None:
        return crisis.closing_counts
    totals = {
        "invited": crisis.invitations.aggregate(count=Count("person", distinct=True))["count"],
        "served": crisis.members.aggregate(count=Count("person", distinct=True))["count"],
    }
    return totals if may_be_told(totals.values()) else {}


def may_be_told(figures: Collection[int]) -> bool:
    """True if each figure and every difference of two figures is 0 or at least the smallest group."""
    differences = (abs(one - other) for one, other in combinations(figures, 2))
    return all(figure == 0 or figure >= SMALLEST_GROUP for figure in (*figures, *differences))


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


@dataclass(frozen=True, slots=True)
class Called:
    """A person to invite next, and whether they have an account to reply with."""

    person_id: int
    name: str
    has_sign_in: bool


def called(person_ids: list[int]) -> list[Called]:
    """These people with their names, in this order."""
    known = colleagues(person_ids)
    return [Called(person_id, known[person_id].name, known[person_id].has_sign_in) for person_id in person_ids]


def answers_of(crisis: Crisis, user: User) -> list[InvitationAnswer]:
    """All invitations with their replies, for lead and deputy until closing. Empty for everyone else."""
    if not permissions.can_see_answers(user, crisis):
        return []
    rows = list(crisis.invitations.select_related("terms").order_by("-round", "invited_at", "pk"))
    known = names(row.person_id for row in rows)
    return [
        InvitationAnswer(
            person_id=row.person_id,
            name=known[row.person_id],
            state=row.state,
            state_name=row.get_state_display(),
            invited_at=row.invited_at,
            deadline_at=row.deadline_at,
            answered_at=row.answered_at,
            terms_version=row.terms.version if row.terms else None,
            reason=row.reason,
        )
        for row in rows
    ]


def terms_of(crisis: Crisis) -> Terms | None:
    """The current version of the terms."""
    return crisis.terms.last()


def invitations_of(user: User) -> list[Invitation]:
    """The user's own open and accepted invitations, open ones first."""
    mine = Invitation.objects.visible_to(user).filter(state__in=[State.INVITED, State.ACCEPTED]).select_related("crisis")
    return sorted(mine, key=lambda invitation: (invitation.state != State.INVITED, invitation.deadline_at))


def open_invitations_of(user: User) -> QuerySet[Invitation]:
    """The user's own open invitations, the next deadline first."""
    return Invitation.objects.visible_to(user).open().order_by("deadline_at")


def is_member(user: User, crisis: Crisis) -> bool:
    return user.person_id in team_ids(crisis)
