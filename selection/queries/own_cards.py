"""A person's results in saved selections, and their replies."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from core.request_cache import once
from crisis.public_models import Crisis
from people.identity import User
from people.queries.persons import is_own, records_of
from selection.models import Candidate, CardReply

Standing = Candidate.Standing

# If a selection names several records of a person: the kept one, then the better position.
LATEST_FIRST = ("-selection__number", "-is_kept", F("position").asc(nulls_last=True), "person")


@dataclass(frozen=True, slots=True)
class OwnStanding:
    """A person's result in a saved selection of a crisis."""

    crisis_id: int
    crisis_title: str
    is_drill: bool
    stored_at: datetime
    standing: str

    @property
    def name(self) -> str:
        return str(Standing(self.standing).label)


STANDING = (
    "selection__crisis",
    "selection__crisis__title",
    "selection__crisis__is_drill",
    "selection__stored_at",
    "standing",
)


@once
def own_standings(user: User) -> list[OwnStanding]:
    """The user's result in each crisis, from the latest saved selection that names them; newest first."""
    latest: dict[int, OwnStanding] = {}
    for row in _own(user).order_by("-selection__stored_at", *LATEST_FIRST).values_list(*STANDING):
        latest.setdefault(row[0], OwnStanding(*row))
    return list(latest.values())


def reserves_of(user: User) -> list[Crisis]:
    """Crises that invite and have the user on their reserve list, unless they were invited in this round; by title."""
    on_reserve = [own.crisis_id for own in own_standings(user) if own.standing == Standing.RESERVE]
    inviting = Crisis.objects.filter(pk__in=on_reserve, state__in=[Crisis.State.DRAFT, Crisis.State.ACTIVE])
    asked = Count("invitations", filter=is_own(user, "invitations__person") & Q(invitations__round=F("round")))
    return list(inviting.annotate(asked=asked).filter(asked=0).order_by("title", "pk"))


def own_candidate(user: User, crisis: Crisis) -> Candidate | None:
    """The user's row in the latest saved selection of this crisis that names them."""
    rows = _own(user).filter(selection__crisis=crisis).select_related("selection")
    return rows.order_by(*LATEST_FIRST).first()


def reply_of(crisis: Crisis, person_id: int) -> CardReply | None:
    """The person's latest reply, including merged records."""
    return crisis.card_replies.filter(person__in=records_of(person_id)).order_by("-updated_at", "-pk").first()


def _own(user: User) -> QuerySet[Candidate]:
    """All rows of the user, including merged records; `is_kept` marks the record they sign in with."""
    return Candidate.objects.filter(is_own(user)).annotate(is_kept=Q(person=user.person_id))
