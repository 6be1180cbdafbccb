"""Invitations as pages show them: your own, and all of them for lead and deputy only."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from django.db.models import Count, QuerySet

from core import clock
from core.request_cache import once
from crisis import permissions
from crisis.models import Crisis, Invitation, Terms
from crisis.queries.consents import Proof, proofs_by_person
from crisis.queries.team import Spots, team_ids
from crisis.queries.unavailable_people import SENTENCES, unavailable
from crisis.queries.undelivered import undelivered_invitations
from people.identity import User
from people.queries.colleagues import colleagues
from people.queries.persons import names

State = Invitation.State
SMALLEST_GROUP = 5


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
class InvitationRow:
    """One invitation as lead and deputy see it."""

    invitation_id: int
    crisis_id: int
    person_id: int
    name: str
    state: str
    state_name: str
    invited_at: datetime
    deadline_at: datetime
    answered_at: datetime | None
    terms_version: int | None
    reason: str
    is_undelivered: bool
    wants_back_at: datetime | None
    # Why the person could not join now, for open invitations and for people who want to come back.
    absence: str
    has_spot: bool
    # Whether the journal proves the consent, for people who joined.
    proof: Proof | None

    @property
    def is_open(self) -> bool:
        return self.state == State.INVITED


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


@dataclass(frozen=True, slots=True)
class Invitee:
    """A person to invite next, and whether they have an account to reply with."""

    person_id: int
    name: str
    has_sign_in: bool


def invitees_of(person_ids: list[int]) -> list[Invitee]:
    """These people with their names, in this order."""
    known = colleagues(person_ids)
    return [Invitee(person_id, known[person_id].name, known[person_id].has_sign_in) for person_id in person_ids]


def all_invitations(crisis: Crisis, user: User) -> list[InvitationRow]:
    """All invitations with their replies, for lead and deputy until closing. Empty for everyone else."""
    if not permissions.can_see_invitations(user, crisis):
        return []
    rows = list(crisis.invitations.select_related("terms").order_by("-round", "invited_at", "pk"))
    known, undelivered = names(row.person_id for row in rows), undelivered_invitations(crisis)
    proofs = proofs_by_person(crisis)
    asking = {row.pk for row in rows if row.state == State.INVITED or row.wants_back_at}
    away = unavailable(crisis) if asking else {}
    is_full = len(team_ids(crisis)) >= crisis.team_size
    return [
        InvitationRow(
            invitation_id=row.pk,
            crisis_id=crisis.pk,
            person_id=row.person_id,
            name=known[row.person_id],
            state=row.state,
            state_name=row.get_state_display(),
            invited_at=row.invited_at,
            deadline_at=row.deadline_at,
            answered_at=row.answered_at,
            terms_version=row.terms.version if row.terms else None,
            reason=row.reason,
            is_undelivered=row.pk in undelivered,
            wants_back_at=row.wants_back_at,
            absence=str(SENTENCES[away[row.person_id]]) if row.pk in asking and row.person_id in away else "",
            has_spot=not is_full,
            proof=proofs.get(row.person_id) if row.terms else None,
        )
        for row in rows
    ]


def terms_of(crisis: Crisis) -> Terms | None:
    """The current version of the terms."""
    return crisis.terms.last()


def own_invitations(user: User) -> list[Invitation]:
    """The user's own open invitations, the accepted ones, declined ones that can still be accepted, and those of teams that
    they left and can come back to, in this order.
    """
    order, now = [State.INVITED, State.ACCEPTED, State.DECLINED, State.WITHDRAWN, State.RELEASED], clock.now()
    mine = Invitation.objects.visible_to(user).filter(state__in=order).select_related("crisis")
    shown = [
        one for one in mine if one.state in {State.INVITED, State.ACCEPTED} or one.can_be_accepted(now) or one.can_come_back
    ]
    return sorted(shown, key=lambda invitation: (order.index(State(invitation.state)), invitation.deadline_at))


def own_open_invitations(user: User) -> QuerySet[Invitation]:
    """The user's own open invitations, the next deadline first."""
    return Invitation.objects.visible_to(user).open().order_by("deadline_at")
