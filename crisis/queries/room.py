"""What the crisis room shows at a glance."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from crisis import permissions
from crisis.models import Crisis
from crisis.queries.buy_in import Counts, counts_of
from feedback.queries.satisfaction import Satisfaction, satisfaction_around
from people.identity import User
from people.queries import reporting_zone
from quality.queries import Pace, pace
from scripts_library.queries import ScriptTitle, titles_of

BEFORE = timedelta(days=28)

State = Crisis.State


@dataclass(frozen=True, slots=True)
class RoomStep:
    """One of the five steps and the protocol: `state` is done, current, blocked or todo; `note` says by what or how far."""

    title: str
    state: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Room:
    """The crisis at a glance. `scripts` are its own, published or not."""

    counts: Counts
    steps: list[RoomStep]
    before: Satisfaction | None
    since: Satisfaction | None
    scripts: list[ScriptTitle]
    is_update_overdue: bool


def room_of(crisis: Crisis, user: User, counts: Counts | None = None) -> Room:
    counts = counts or counts_of(crisis)
    now = clock.now()
    before, since = _satisfaction(crisis, now)
    scripts = titles_of(crisis.journal_id)
    return Room(
        counts=counts,
        steps=_steps(crisis, user, counts, scripts),
        before=before,
        since=since,
        scripts=scripts,
        is_update_overdue=is_update_overdue(crisis, now),
    )


def reviews_of(crisis: Crisis) -> Pace | None:
    """How far the extra reviews are, or None until they have begun."""
    return pace(crisis.journal_id)


def steps_of(crisis: Crisis, user: User, counts: Counts) -> list[RoomStep]:
    """The steps as navigation. Without the permission to open a step's page it has no link."""
    return _steps(crisis, user, counts, titles_of(crisis.journal_id))


def _steps(crisis: Crisis, user: User, counts: Counts, scripts: list[ScriptTitle]) -> list[RoomStep]:
    has_selection = crisis.selections.exists()
    has_begun = crisis.activated_at is not None
    is_over = crisis.resolved_at is not None
    is_full = counts.free == 0
    published = sum(script.is_published for script in scripts)
    # Each: title, URL name, whether it is done, what blocks it, and otherwise how far it is.
    rows = [
        (_("Selection"), "crisis:selection", has_selection, "", _("Who has sustained it?")),
        (
            _("Buy-in"),
            "crisis:buy_in",
            is_full or is_over,
            "" if has_selection else _("needs a stored selection"),
            _("%(taken)d of %(size)d places taken") % {"taken": counts.taken, "size": counts.team_size},
        ),
        (_("Scripts"), "crisis:scripts", published > 0 or is_over, "", _("%(count)d published") % {"count": published}),
        (_("Reviews"), "crisis:reviews", is_over, "" if has_begun else _("begin with activation"), _("More often, and broad")),
        (_("Recognition"), "crisis:recognition", crisis.is_finished, "", _("Thanks that are meant")),
        (
            _("Protocol"),
            "crisis:protocol",
            crisis.state == State.CLOSED,
            "" if is_over else _("is compiled on resolution"),
            _("What we take along"),
        ),
    ]
    may_open = permissions.can_see_step_pages(user, crisis)
    return _with_states(
        [
            (title, reverse(name, args=[crisis.pk]) if may_open else "", is_done, blocked_by, note)
            for title, name, is_done, blocked_by, note in rows
        ]
    )


def _with_states(rows: list[tuple[str, str, bool, str, str]]) -> list[RoomStep]:
    """The first step that is neither done nor blocked is the current one."""
    steps: list[RoomStep] = []
    for title, url, is_done, blocked_by, note in rows:
        if is_done:
            state = "done"
        elif blocked_by:
            state = "blocked"
        else:
            state = "todo" if any(step.state == "current" for step in steps) else "current"
        steps.append(RoomStep(title, state, blocked_by if state == "blocked" else note, url))
    return steps


def is_update_overdue(crisis: Crisis, now: datetime) -> bool:
    """True if the time for which the team was promised an update has passed."""
    return crisis.next_update_at is not None and crisis.next_update_at < now and not crisis.is_finished


def _satisfaction(crisis: Crisis, now: datetime) -> tuple[Satisfaction | None, Satisfaction | None]:
    """The four weeks before the crisis became active, and the time since, in whole days; None for a draft."""
    if crisis.activated_at is None:
        return None, None
    zone = reporting_zone()
    began_on = crisis.activated_at.astimezone(zone).date()
    ended_on = (crisis.resolved_at or now).astimezone(zone).date() + timedelta(days=1)
    return satisfaction_around(began_on - BEFORE, began_on, ended_on)
