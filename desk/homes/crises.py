"""Crises on a home, at a glance."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy

from core import clock
from core.list_lines import Line
from crisis.permissions import can_see_step_pages
from crisis.queries.crises import unfinished_for
from crisis.queries.help_requests import OwnSupport, support_of
from crisis.queries.hours import OwnLine, own_line
from crisis.queries.room import is_update_overdue, satisfaction_of
from crisis.queries.steps import RoomStep, steps_of
from crisis.queries.team import Spots, is_member, spots_of
from crisis.queries.updates import LatestUpdate, latest_update
from feedback.queries.satisfaction import Satisfaction
from people.identity import User
from scripts_library.queries import ReadingMark, published_for

if TYPE_CHECKING:
    from crisis.models import Crisis

MOST_CRISES = 3
# Short, so that they fit next to a title on a phone.
_SIGNS = {
    ReadingMark.READ: gettext_lazy("Read"),
    ReadingMark.CHANGED: gettext_lazy("New version"),
    ReadingMark.NEW_VERSION: gettext_lazy("New version"),
    ReadingMark.UNREAD: gettext_lazy("To read"),
}


@dataclass(frozen=True, slots=True)
class OpenCrisis:
    """An unfinished crisis at a glance. Steps are for people who can open them, support and scripts for the team."""

    crisis: "Crisis"
    update: LatestUpdate | None
    steps: list[RoomStep]
    is_update_overdue: bool
    spots: Spots
    before: Satisfaction | None
    since: Satisfaction | None
    support: OwnSupport | None
    scripts: list[Line]
    line: OwnLine | None


def crises_with_scripts(user: User) -> list["Crisis"]:
    """Crises whose scripts the home lists with them: those whose team the user is on."""
    return [crisis for crisis in unfinished_for(user)[:MOST_CRISES] if is_member(user, crisis)]


def open_crises(user: User) -> list[OpenCrisis]:
    """The first unfinished crises that the user may see."""
    now = clock.now()
    return [_at_a_glance(crisis, user, now) for crisis in unfinished_for(user)[:MOST_CRISES]]


def _at_a_glance(crisis: "Crisis", user: User, now: datetime) -> OpenCrisis:
    before, since = satisfaction_of(crisis, now)
    is_on_team = is_member(user, crisis)
    return OpenCrisis(
        crisis=crisis,
        update=latest_update(crisis, user),
        steps=steps_of(crisis, user) if can_see_step_pages(user, crisis) else [],
        is_update_overdue=is_update_overdue(crisis, now),
        spots=spots_of(crisis),
        before=before,
        since=since,
        support=support_of(crisis, user, now),
        scripts=_scripts(crisis, user) if is_on_team else [],
        line=own_line(crisis, user),
    )


def _scripts(crisis: "Crisis", user: User) -> list[Line]:
    """The live scripts of this crisis, those to read first."""
    scripts = [script for script in published_for(user) if script.journal_id == crisis.journal_id]
    return [
        Line(
            script.title,
            reverse("scripts_library:script", args=[script.script_id]),
            sign=str(_SIGNS[script.mark]),
            tone="success" if script.is_acknowledged else "warning",
        )
        for script in sorted(scripts, key=lambda script: script.is_acknowledged)
    ]
