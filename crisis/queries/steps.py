"""Progress of the five steps and the protocol, from the same figures as on their own pages."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crisis import permissions, selection_registry
from crisis.models import Crisis
from crisis.queries.staffing import Staffing, staffing_for
from crisis.queries.team import Spots, spots_of, team_ids
from crisis.queries.training import ready_members
from crisis.steps import StepRow, registered
from people.identity import User
from quality.queries import Pace, pace
from recognition.queries import thanked_ids
from scripts_library.queries import ScriptTitle, titles_of


class StepProgress(StrEnum):
    DONE = "done"
    CURRENT = "current"
    BLOCKED = "blocked"
    NOT_DONE = "not_done"


@dataclass(frozen=True, slots=True)
class RoomStep:
    """One of the five steps, or the protocol. `note` is its progress, or what blocks it."""

    title: str
    state: StepProgress
    note: str
    url: str


def steps_of(crisis: Crisis, user: User) -> list[RoomStep]:
    """The steps for navigation. Without permission to open a step's page, its `url` is empty."""
    numbered = {
        **{number: find(crisis) for number, find in registered()},
        2: _buy_in(crisis, user, spots_of(crisis), is_selected=selection_registry.saved_team(crisis) is not None),
        3: _scripts(crisis, titles_of(crisis.journal_id), _readiness_note(crisis, user)),
        4: _reviews(crisis, pace(crisis.journal_id)),
        5: _recognition(crisis, thanked_ids(crisis.journal_id)),
    }
    rows = [numbered[number] for number in sorted(numbered)]
    may_open = permissions.can_see_step_pages(user, crisis)
    return [
        RoomStep(
            row.title,
            state,
            row.blocked_by if state is StepProgress.BLOCKED else row.note,
            reverse(row.url_name, args=[crisis.pk]) if may_open else "",
        )
        for row, state in zip(rows, _states(rows), strict=True)
    ]


def _states(rows: Iterable[StepRow]) -> list[StepProgress]:
    """Progress of each step. The first open step that is neither done nor blocked is current."""
    states: list[StepProgress] = []
    for row in rows:
        if row.is_done:
            states.append(StepProgress.DONE)
        elif row.is_open and row.blocked_by:
            states.append(StepProgress.BLOCKED)
        elif row.is_open and StepProgress.CURRENT not in states:
            states.append(StepProgress.CURRENT)
        else:
            states.append(StepProgress.NOT_DONE)
    return states


def _buy_in(crisis: Crisis, user: User, spots: Spots, *, is_selected: bool) -> StepRow:
    """Buy-in: done with a full team; after resolution, if anyone served to the end. While the crisis is active, lead and deputy
    read how many are on the line, and the first gap.
    """
    is_done = spots.free == 0 or (crisis.resolved_at is not None and spots.taken > 0)
    note = _("%(taken)d of %(size)d spots filled") % {"taken": spots.taken, "size": spots.team_size}
    if crisis.state == Crisis.State.ACTIVE and permissions.can_see_invitations(user, crisis):
        note = _line_note(note, staffing_for(crisis, user))
    missing = "" if is_selected else _("Save a team first")
    return StepRow(_("Buy-in"), "crisis:buy_in", is_done, note, crisis.invites, missing)


def _line_note(spots: str, staffing: Staffing) -> str:
    """The spots and the people on the line, or the people on the line and the first gap."""
    on_line = _("%(count)d on the line") % {"count": staffing.total.on_line or 0}
    if not staffing.gaps:
        return _("%(spots)s, %(on_line)s") % {"spots": spots, "on_line": on_line}
    return _("%(on_line)s. %(gap)s") % {"on_line": on_line, "gap": staffing.gaps[0].named_gap}


def _readiness_note(crisis: Crisis, user: User) -> str:
    """How many people on the team are ready, for those who may see it and while a refresher is published."""
    if not crisis.invites or not permissions.can_see_step_pages(user, crisis):
        return ""
    ready = ready_members(crisis)
    return "" if ready is None else _("%(ready)d of %(team)d ready") % {"ready": len(ready), "team": len(team_ids(crisis))}


def _scripts(crisis: Crisis, scripts: list[ScriptTitle], readiness: str) -> StepRow:
    """Scripts and training: done while a script is published; after resolution, if one ever was."""
    published = sum(script.is_published for script in scripts)
    prepared = sum(not (script.is_published or script.was_published) for script in scripts)
    note = _("%(count)d live") % {"count": published}
    if prepared:
        note = _("%(count)d live, %(prepared)d in preparation") % {"count": published, "prepared": prepared}
    if not crisis.invites:
        published = sum(script.was_published for script in scripts)
        note = ngettext("%(count)d was published", "%(count)d were published", published) % {"count": published}
    if readiness:
        note = _("%(scripts)s, %(readiness)s") % {"scripts": note, "readiness": readiness}
    return StepRow(_("Scripts"), "crisis:scripts", published > 0, note, crisis.invites)


def _reviews(crisis: Crisis, reviews: Pace | None) -> StepRow:
    """Extra reviews: done when the crisis is over and at least one was made."""
    note = _("None planned")
    if reviews is not None:
        slots = reviews.slots
        note = _("%(done)d of %(planned)d done") % {"done": slots.done, "planned": slots.planned}
        if slots.overdue:
            shown = {"done": slots.done, "planned": slots.planned, "overdue": slots.overdue}
            note = _("%(done)d of %(planned)d done, %(overdue)d overdue") % shown
    is_done = crisis.resolved_at is not None and reviews is not None and reviews.slots.done > 0
    missing = _("Activate the crisis first") if crisis.activated_at is None else ""
    return StepRow(_("Reviews"), "crisis:reviews", is_done, note, crisis.invites, missing)


def _recognition(crisis: Crisis, thanked: Collection[int]) -> StepRow:
    """Recognition: never current, since awards are given at any time. Done when the crisis is over and someone on the team was
    thanked.
    """
    team = team_ids(crisis)
    count = len(team.intersection(thanked))
    note = _("%(thanked)d of %(team)d people thanked") % {"thanked": count, "team": len(team)}
    is_done = crisis.resolved_at is not None and count > 0
    return StepRow(_("Recognition"), "crisis:recognition", is_done, note, is_open=False)
