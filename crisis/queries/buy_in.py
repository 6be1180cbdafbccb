"""Buy-in as pages show it: counts for everybody, answers by name for the lead and the deputy alone."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from crisis import permissions
from crisis.models import Crisis, Invitation, TeamMember, Terms
from people.identity import User
from people.queries import colleagues, names

State = Invitation.State


@dataclass(frozen=True, slots=True)
class Counts:
    """How many places are taken, and how the invitations of all rounds were answered."""

    team_size: int
    taken: int
    open: int
    accepted: int
    declined: int
    expired: int
    withdrawn: int
    released: int

    @property
    def free(self) -> int:
        return max(0, self.team_size - self.taken)

    @property
    def no_answer_or_no(self) -> int:
        """Said no or did not answer: one figure, so that nobody is found by counting."""
        return self.declined + self.expired

    @property
    def invited(self) -> int:
        """How many invitations went out in all."""
        return self.open + self.accepted + self.declined + self.expired + self.withdrawn + self.released


@dataclass(frozen=True, slots=True)
class Answer:
    """One invitation, as the lead and the deputy see it."""

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
    """Somebody in the team, or in it to the end once the crisis is resolved."""

    person_id: int
    name: str
    team_names: tuple[str, ...]
    joined_at: datetime
    has_sign_in: bool


def counts_of(crisis: Crisis) -> Counts:
    """Counts of a crisis. After closing they come from what was kept when the rows were deleted. Two queries."""
    states = crisis.closing_counts or dict(crisis.invitations.order_by().values_list("state").annotate(Count("pk")))
    return Counts(
        team_size=crisis.team_size,
        taken=team_of(crisis).count(),
        open=states.get(State.INVITED, 0),
        accepted=states.get(State.ACCEPTED, 0),
        declined=states.get(State.DECLINED, 0),
        expired=states.get(State.EXPIRED, 0),
        withdrawn=states.get(State.WITHDRAWN, 0),
        released=states.get(State.RELEASED, 0),
    )


def team_of(crisis: Crisis) -> QuerySet[TeamMember]:
    """Who is in the team now; once the crisis is resolved, who was in it to the end."""
    if crisis.resolved_at is None:
        return crisis.members.filter(left_at=None)
    return crisis.members.filter(Q(left_at=None) | Q(left_at__gte=crisis.resolved_at))


def members_of(crisis: Crisis) -> list[Member]:
    """The team by name."""
    rows = list(team_of(crisis))
    known = colleagues(row.person_id for row in rows)
    members = [
        Member(
            row.person_id,
            known[row.person_id].name,
            known[row.person_id].team_names,
            row.joined_at,
            known[row.person_id].has_sign_in,
        )
        for row in rows
    ]
    return sorted(members, key=lambda member: member.name.casefold())


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody who is asked next, and whether they can answer here at all."""

    name: str
    has_sign_in: bool


def called(person_ids: list[int]) -> list[Called]:
    """These people by name, in this order."""
    known = colleagues(person_ids)
    return [Called(known[person_id].name, known[person_id].has_sign_in) for person_id in person_ids]


def answers_of(crisis: Crisis, user: User) -> list[Answer]:
    """Who answered what, and who has not yet: for the lead and the deputy until closing; empty for everybody else."""
    if not permissions.can_see_answers(user, crisis):
        return []
    rows = list(crisis.invitations.select_related("terms").order_by("-round", "invited_at", "pk"))
    known = names(row.person_id for row in rows)
    return [
        Answer(
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
    """The version of the terms that counts now."""
    return crisis.terms.last()


def invitations_of(user: User) -> list[Invitation]:
    """The user's own invitations to crises that are not over, those to be answered first."""
    mine = Invitation.objects.visible_to(user).filter(state__in=[State.INVITED, State.ACCEPTED]).select_related("crisis")
    return sorted(mine, key=lambda invitation: (invitation.state != State.INVITED, invitation.deadline_at))


def is_member(user: User, crisis: Crisis) -> bool:
    return team_of(crisis).filter(person_id=user.person_id).exists()
