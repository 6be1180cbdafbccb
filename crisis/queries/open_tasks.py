"""Open tasks of a crisis for the people who run it, shown in its room and on their homes."""

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from crisis import permissions, selection_registry
from crisis.lifecycle import Obstacle, Step, obstacles
from crisis.models import Crisis
from crisis.queries.hours import unchecked_people
from crisis.queries.invitations import counts_of
from crisis.queries.room import is_update_overdue
from crisis.queries.staffing import staffing_for
from crisis.queries.undelivered import undelivered_invitations
from journal.drills import marked
from people.identity import User
from people.needs import Need, Urgency

State = Crisis.State


Find = Callable[[Crisis, User], list[Need]]

_finders: list[Find] = []


def register(find: Find) -> None:
    """Register a function that finds open tasks. Called from a room's ``AppConfig.ready``."""
    _finders.append(find)


def needs_in(crisis: Crisis, user: User) -> list[Need]:
    """Open tasks for this user, the most urgent first. Empty for people who don't run the crisis."""
    if not permissions.can_run(user, crisis):
        return []
    found = [
        *_updates(crisis, clock.now()),
        *_obstacles(crisis),
        *_team(crisis, user),
        *_staffing(crisis, user),
        *_hours(crisis, user),
        *_undelivered(crisis, user),
        *(need for find in _finders for need in find(crisis, user)),
    ]
    return sorted(found, key=lambda need: need.urgency)


def _updates(crisis: Crisis, now: datetime) -> list[Need]:
    url = reverse("crisis:detail", args=[crisis.pk]) + "#update"
    if is_update_overdue(crisis, now):
        return [need_of(crisis, _("The next update is overdue. Tell the team what's new."), url, Urgency.LATE)]
    if crisis.state == State.ACTIVE and crisis.next_update_at is None:
        return [need_of(crisis, _("Set a time for the next update."), url)]
    return []


def _obstacles(crisis: Crisis) -> list[Need]:
    if crisis.state == State.DRAFT:
        return _as_needs(crisis, _("Needed before activation: %(missing)s."), obstacles(Step.ACTIVATE, crisis))
    if crisis.state == State.RESOLVED:
        url = reverse("crisis:step", args=[crisis.pk, "begin-review"])
        return [need_of(crisis, _("Start the crisis review while memories are fresh."), url)]
    if crisis.state == State.IN_REVIEW:
        return _as_needs(crisis, _("Needed before closing: %(missing)s."), obstacles(Step.CLOSE, crisis))
    return []


def _team(crisis: Crisis, user: User) -> list[Need]:
    if not crisis.invites or not permissions.can_see_invitations(user, crisis):
        return []
    counts = counts_of(crisis)
    uninvited = counts.free - counts.open
    if uninvited <= 0 or selection_registry.saved_team(crisis) is None:
        return []
    text = ngettext("%(count)d open spot with no invitation out.", "%(count)d open spots with no invitation out.", uninvited)
    return [need_of(crisis, text % {"count": uninvited}, reverse("crisis:buy_in", args=[crisis.pk]))]


def _staffing(crisis: Crisis, user: User) -> list[Need]:
    """A need for each cell that lacks people whom nobody has invited, while the crisis is active."""
    if crisis.state != State.ACTIVE or not permissions.can_see_invitations(user, crisis):
        return []
    url = reverse("crisis:staffing", args=[crisis.pk])
    return [need_of(crisis, row.named_gap, url) for row in staffing_for(crisis, user).gaps if row.uninvited]


def _hours(crisis: Crisis, user: User) -> list[Need]:
    if not permissions.takes_corrections(crisis) or not permissions.leads_crisis(user, crisis):
        return []
    count = unchecked_people(crisis)
    if not count:
        return []
    text = ngettext(
        "The hours on the line of %(count)d person ended automatically. Ask them, and correct the hours.",
        "The hours on the line of %(count)d people ended automatically. Ask them, and correct the hours.",
        count,
    )
    return [need_of(crisis, text % {"count": count}, reverse("crisis:hours", args=[crisis.pk]), Urgency.ASKED)]


def _undelivered(crisis: Crisis, user: User) -> list[Need]:
    if not crisis.invites or not permissions.can_see_invitations(user, crisis):
        return []
    count = len(undelivered_invitations(crisis)) if counts_of(crisis).open else 0
    if not count:
        return []
    text = ngettext(
        "The e-mail about %(count)d invitation wasn't delivered. Tell the person another way.",
        "The e-mails about %(count)d invitations weren't delivered. Tell the people another way.",
        count,
    )
    url = reverse("crisis:buy_in", args=[crisis.pk])
    return [need_of(crisis, text % {"count": count}, url, Urgency.ASKED)]


def _as_needs(crisis: Crisis, text: str, missing: list[Obstacle]) -> list[Need]:
    return [
        need_of(crisis, text % {"missing": obstacle.text}, reverse(obstacle.url_name, args=[crisis.pk])) for obstacle in missing
    ]


def need_of(crisis: Crisis, text: str, url: str, urgency: Urgency = Urgency.OPEN) -> Need:
    """A need with the crisis's title as its note."""
    return Need(text, url, "urgent", note=marked(crisis.title, is_drill=crisis.is_drill), urgency=urgency)
