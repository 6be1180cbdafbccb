"""Figures of the crisis room."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core import clock
from crisis import permissions
from crisis.models import Crisis, UpdateEscalation
from crisis.queries.late_updates import escalations_of
from crisis.queries.steps import RoomStep, steps_of
from feedback.queries.satisfaction import Satisfaction, satisfaction_around
from people.identity import User
from people.queries.organisation import reporting_zone
from scripts_library.queries import ScriptTitle, titles_of

BEFORE = timedelta(days=28)

State = Crisis.State


@dataclass(frozen=True, slots=True)
class Room:
    """The figures of a crisis at a glance. `scripts` are all its own, published or not."""

    steps: list[RoomStep]
    scripts: list[ScriptTitle]
    is_update_overdue: bool
    escalations: list[UpdateEscalation]


def room_of(crisis: Crisis, user: User) -> Room:
    now = clock.now()
    return Room(
        steps=steps_of(crisis, user) if permissions.can_see_step_pages(user, crisis) else [],
        scripts=titles_of(crisis.journal_id),
        is_update_overdue=is_update_overdue(crisis, now),
        escalations=escalations_of(crisis),
    )


def is_update_overdue(crisis: Crisis, now: datetime) -> bool:
    """True if the announced time of the next update has passed."""
    return crisis.next_update_at is not None and crisis.next_update_at < now and not crisis.is_finished


def satisfaction_of(crisis: Crisis, now: datetime) -> tuple[Satisfaction | None, Satisfaction | None]:
    """CSAT of the four weeks before activation and of the time since, in whole days. None for a draft."""
    if crisis.activated_at is None:
        return None, None
    zone = reporting_zone()
    began_on = crisis.activated_at.astimezone(zone).date()
    ended_on = (crisis.resolved_at or now).astimezone(zone).date() + timedelta(days=1)
    return satisfaction_around(began_on - BEFORE, began_on, ended_on)
