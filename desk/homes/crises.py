"""The crises one is part of, at a glance."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crisis.queries.buy_in import Counts, counts_of, is_member
from crisis.queries.crises import crises_for
from crisis.queries.room import Room, room_of
from crisis.queries.updates import LatestUpdate, latest_update
from people.identity import User

if TYPE_CHECKING:
    from crisis.models import Crisis

MOST_CRISES = 3


@dataclass(frozen=True, slots=True)
class OpenCrisis:
    """An unfinished crisis at a glance: the latest update, the steps, the places, satisfaction, and for its team whom to turn
    to.
    """

    crisis: "Crisis"
    room: Room
    counts: Counts
    contacts: list[tuple[str, str]]
    update: LatestUpdate | None

    @property
    def shows_steps(self) -> bool:
        """The steps are for those who can open them; a team member needs the words and a contact."""
        return any(step.url for step in self.room.steps)


def open_crises(user: User) -> list[OpenCrisis]:
    """The unfinished crises that the user may see: real ones before drills, what is going on before drafts."""
    open_ones = crises_for(user).exclude(state__in=["closed", "cancelled"])
    unfinished = list(open_ones.prefetch_related("support_contacts__person"))
    unfinished.sort(key=lambda crisis: (crisis.is_drill, crisis.state != "active"))
    return [_at_a_glance(crisis, user) for crisis in unfinished[:MOST_CRISES]]


def _at_a_glance(crisis: "Crisis", user: User) -> OpenCrisis:
    counts = counts_of(crisis)
    contacts = [(str(contact), contact.reach) for contact in crisis.support_contacts.all()]
    shown = contacts if is_member(user, crisis) else []
    return OpenCrisis(crisis, room_of(crisis, user, counts), counts, shown, latest_update(crisis, user))
