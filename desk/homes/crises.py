"""Crises on a home, at a glance."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from core import clock
from crisis.permissions import can_see_step_pages
from crisis.queries.crises import unfinished_for
from crisis.queries.room import is_update_overdue, satisfaction_of
from crisis.queries.steps import RoomStep, steps_of
from crisis.queries.team import Spots, is_member, spots_of
from crisis.queries.updates import LatestUpdate, latest_update
from feedback.queries.satisfaction import Satisfaction
from people.identity import User

if TYPE_CHECKING:
    from crisis.models import Crisis

MOST_CRISES = 3


@dataclass(frozen=True, slots=True)
class OpenCrisis:
    """An unfinished crisis at a glance. Steps are for people who can open them, contacts for the team."""

    crisis: "Crisis"
    update: LatestUpdate | None
    steps: list[RoomStep]
    is_update_overdue: bool
    spots: Spots
    before: Satisfaction | None
    since: Satisfaction | None
    contacts: list[tuple[str, str]]


def open_crises(user: User) -> list[OpenCrisis]:
    """The first unfinished crises that the user may see."""
    now = clock.now()
    return [_at_a_glance(crisis, user, now) for crisis in unfinished_for(user)[:MOST_CRISES]]


def _at_a_glance(crisis: "Crisis", user: User, now: datetime) -> OpenCrisis:
    before, since = satisfaction_of(crisis, now)
    contacts = crisis.support_contacts.select_related("person") if is_member(user, crisis) else []
    return OpenCrisis(
        crisis=crisis,
        update=latest_update(crisis, user),
        steps=steps_of(crisis, user) if can_see_step_pages(user, crisis) else [],
        is_update_overdue=is_update_overdue(crisis, now),
        spots=spots_of(crisis),
        before=before,
        since=since,
        contacts=[(str(contact), contact.reach) for contact in contacts],
    )
