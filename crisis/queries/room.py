"""What the crisis room shows at a glance."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from crisis import permissions
from crisis.models import Crisis
from crisis.queries.buy_in import Counts, counts_of
from crisis.queries.obstacles import activation_obstacles, closing_obstacles
from crisis.queries.steps import RoomStep, steps_with
from feedback.queries.satisfaction import Satisfaction, satisfaction_around
from people.identity import User
from people.queries import reporting_zone
from quality.queries import Pace, pace
from scripts_library.queries import ScriptTitle, titles_of

BEFORE = timedelta(days=28)

State = Crisis.State


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits for whoever runs the crisis, and where it is done."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Room:
    """The crisis at a glance. `scripts` are its own, published or not."""

    counts: Counts
    steps: list[RoomStep]
    needs: list[Need]
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
        steps=steps_with(crisis, user, counts, scripts),
        needs=_needs(crisis, user, counts, now) if permissions.can_run(user, crisis) else [],
        before=before,
        since=since,
        scripts=scripts,
        is_update_overdue=_is_overdue(crisis, now),
    )


def reviews_of(crisis: Crisis) -> Pace | None:
    """How far the extra reviews are, or None until they have begun."""
    return pace(crisis.journal_id)


def _is_overdue(crisis: Crisis, now: datetime) -> bool:
    return crisis.next_update_at is not None and crisis.next_update_at < now and not crisis.is_finished


def _satisfaction(crisis: Crisis, now: datetime) -> tuple[Satisfaction | None, Satisfaction | None]:
    """The four weeks before the crisis became active, and the time since, in whole days; None for a draft."""
    if crisis.activated_at is None:
        return None, None
    zone = reporting_zone()
    began_on = crisis.activated_at.astimezone(zone).date()
    ended_on = (crisis.resolved_at or now).astimezone(zone).date() + timedelta(days=1)
    return satisfaction_around(began_on - BEFORE, began_on, ended_on)


def _needs(crisis: Crisis, user: User, counts: Counts, now: datetime) -> list[Need]:
    needs = []
    if _is_overdue(crisis, now):
        needs.append(Need(_("The next update is overdue. Tell the team what is new."), "#update"))
    if crisis.state == State.DRAFT:
        needs += [
            Need(
                _("Before activating: %(missing)s.") % {"missing": obstacle.text}, reverse(obstacle.url_name, args=[crisis.pk])
            )
            for obstacle in activation_obstacles(crisis)
        ]
    sees_answers = permissions.can_see_answers(user, crisis)
    if sees_answers and crisis.invites and counts.free > counts.open and crisis.selections.exists():
        url = reverse("crisis:buy_in", args=[crisis.pk])
        needs.append(
            Need(_("%(free)d places are free and nobody is asked for them.") % {"free": counts.free - counts.open}, url)
        )
    if crisis.state == State.ACTIVE and crisis.next_update_at is None:
        needs.append(Need(_("Say when the next update comes, so that nobody has to guess."), "#update"))
    if crisis.state == State.RESOLVED:
        url = reverse("crisis:step", args=[crisis.pk, "begin-review"])
        needs.append(Need(_("Begin the review while memories are fresh."), url))
    if crisis.state == State.IN_REVIEW:
        needs += [
            Need(_("Before closing: %(missing)s.") % {"missing": obstacle.text}, reverse(obstacle.url_name, args=[crisis.pk]))
            for obstacle in closing_obstacles(crisis)
        ]
    return needs
