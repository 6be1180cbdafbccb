"""Where a person stands in stored selections, and what they replied."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from crisis.frame import Crisis
from people.identity import User
from people.queries.persons import is_own, records_of
from selection.models import Candidate, CardReply

Standing = Candidate.Standing

# Of one selection that names several records of a person: the kept one, then the better position.
LATEST_FIRST = ("-selection__number", "-is_kept", F("position").asc(nulls_last=True), "person")


@dataclass(frozen=True, slots=True)
class OwnStanding:
    """Where one stands in a stored selection of a crisis, and what that is called."""

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


def own_standings(user: User) -> list[OwnStanding]:
    """Where the user stands in each crisis, in the latest stored selection that names them; the newest crisis first."""
    latest: dict[int, OwnStanding] = {}
    for row in _own(user).order_by("-selection__stored_at", *LATEST_FIRST).values_list(*STANDING):
        latest.setdefault(row[0], OwnStanding(*row))
    return list(latest.values())


def own_candidate(user: User, crisis: Crisis) -> Candidate | None:
    """Where the user stands in the latest stored selection of this crisis that names them."""
    rows = _own(user).filter(selection__crisis=crisis).select_related("selection")
    return rows.order_by(*LATEST_FIRST).first()


def reply_of(crisis: Crisis, person_id: int) -> CardReply | None:
    """What the person said last, under whichever of their records."""
    return crisis.card_replies.filter(person__in=records_of(person_id)).order_by("-updated_at", "-pk").first()


def _own(user: User) -> QuerySet[Candidate]:
    """Every row that is the user's, under whichever record; `is_kept` says that it is the one they sign in to."""
    return Candidate.objects.filter(is_own(user)).annotate(is_kept=Q(person=user.person_id))
