"""What a crisis needs from the people who run it, on its room's page and on their homes."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from crisis import permissions
from crisis.models import Crisis
from crisis.queries.buy_in import counts_of, saved_teams
from crisis.queries.obstacles import Obstacle, activation_obstacles, closing_obstacles
from crisis.queries.room import is_update_overdue
from crisis.queries.voices import heard
from journal.drills import marked
from people.identity import User
from people.needs import Need, Urgency

State = Crisis.State


def needs_in(crisis: Crisis, user: User) -> list[Need]:
    """What the crisis needs from this user, the most pressing first; nothing for people who do not run it."""
    if not permissions.can_run(user, crisis):
        return []
    found = [
        *_updates(crisis, clock.now()),
        *_obstacles(crisis),
        *_team(crisis, user),
        *_leaders_who_have_not_answered(crisis, user),
    ]
    return sorted(found, key=lambda need: need.urgency)


def _updates(crisis: Crisis, now: datetime) -> list[Need]:
    url = reverse("crisis:detail", args=[crisis.pk]) + "#update"
    if is_update_overdue(crisis, now):
        return [_need(crisis, _("The next update is overdue. Tell the team what is new."), url, Urgency.LATE)]
    if crisis.state == State.ACTIVE and crisis.next_update_at is None:
        return [_need(crisis, _("Set a time for the next update."), url)]
    return []


def _obstacles(crisis: Crisis) -> list[Need]:
    if crisis.state == State.DRAFT:
        return _as_needs(crisis, _("Before activating: %(missing)s."), activation_obstacles(crisis))
    if crisis.state == State.RESOLVED:
        url = reverse("crisis:step", args=[crisis.pk, "begin-review"])
        return [_need(crisis, _("Begin the review while memories are fresh."), url)]
    if crisis.state == State.IN_REVIEW:
        return _as_needs(crisis, _("Before closing: %(missing)s."), closing_obstacles(crisis))
    return []


def _team(crisis: Crisis, user: User) -> list[Need]:
    if not crisis.invites or not permissions.can_see_answers(user, crisis):
        return []
    counts = counts_of(crisis)
    uninvited = counts.free - counts.open
    if uninvited <= 0 or not saved_teams(crisis):
        return []
    text = ngettext("%(count)d open spot with no invitation out.", "%(count)d open spots with no invitation out.", uninvited)
    return [_need(crisis, text % {"count": uninvited}, reverse("crisis:buy_in", args=[crisis.pk]))]


def _leaders_who_have_not_answered(crisis: Crisis, user: User) -> list[Need]:
    """Only while their input can still change who is invited."""
    if not crisis.invites or not permissions.leads_crisis(user, crisis):
        return []
    leaders = heard(crisis)
    waiting = leaders.asked - leaders.answered
    if not waiting:
        return []
    text = ngettext(
        "%(waiting)d of the team leaders you asked has not answered yet.",
        "%(waiting)d of the team leaders you asked have not answered yet.",
        waiting,
    )
    return [_need(crisis, text % {"waiting": waiting}, reverse("crisis:voices", args=[crisis.pk]))]


def _as_needs(crisis: Crisis, text: str, obstacles: list[Obstacle]) -> list[Need]:
    return [
        _need(crisis, text % {"missing": obstacle.text}, reverse(obstacle.url_name, args=[crisis.pk])) for obstacle in obstacles
    ]


def _need(crisis: Crisis, text: str, url: str, urgency: Urgency = Urgency.OPEN) -> Need:
    return Need(text, url, "urgent", note=marked(crisis.title, is_drill=crisis.is_drill), urgency=urgency)
