"""Needs from crises: open invitations, requests for help, and tasks in the crises a user runs."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from crisis.models import Crisis, HelpRequest
from crisis.queries.crises import crises_run_by
from crisis.queries.help_requests import wanted_help
from crisis.queries.hours import own_unchecked_hours
from crisis.queries.invitations import own_open_invitations
from crisis.queries.open_tasks import needs_in
from journal.drills import marked
from people.identity import User
from people.needs import Need, Urgency, at


def invitations_to_answer(user: User) -> list[Need]:
    """A need for each invitation the user has not answered."""
    return [
        Need(
            title=marked(_("You're invited to the team for “%(title)s”") % {"title": title}, is_drill=is_drill),
            url=reverse("crisis:invitation", args=[invitation_id]),
            symbol="mail-opened",
            note=_("Reply by %(time)s. It's fine to say no.") % {"time": at(deadline_at)},
            sign=_("Invitation"),
            urgency=Urgency.ASKED,
        )
        for invitation_id, deadline_at, title, is_drill in own_open_invitations(user).values_list(
            "pk", "deadline_at", "crisis__title", "crisis__is_drill"
        )
    ]


def hours_to_check(user: User) -> list[Need]:
    """A need for each unfinished crisis in which the user's hours on the line ended automatically."""
    return [
        Need(
            title=marked(_("Check your hours on the line for “%(title)s”") % {"title": crisis.title}, is_drill=crisis.is_drill),
            url=reverse("crisis:member_hours", args=[crisis.pk, user.person_id]),
            symbol="clock",
            note=_("You were on the line for very long, so we ended it. Correct the end, or confirm it."),
            sign=_("To check"),
            urgency=Urgency.ASKED,
        )
        for crisis in own_unchecked_hours(user)
    ]


def crises_to_run(user: User) -> list[Need]:
    """The needs of unfinished crises that the user runs."""
    return [need for crisis in crises_run_by(user) for need in needs_in(crisis, user)]


def help_to_give(user: User) -> list[Need]:
    """A need for each colleague who waits for help from the user."""
    return [_need_of_help(request) for request in wanted_help(user)]


def help_to_give_in(crisis: Crisis, user: User) -> list[Need]:
    """The needs of one crisis, for its room."""
    return [
        replace(_need_of_help(request), note=request.note) for request in wanted_help(user) if request.crisis_id == crisis.pk
    ]


def _need_of_help(request: HelpRequest) -> Need:
    is_open = request.state == HelpRequest.State.OPEN
    title = _("%(name)s needs help now") if is_open else _("You're helping %(name)s. Close the request when it's done.")
    return Need(
        title=title % {"name": request.person},
        url=reverse("crisis:help_request", args=[request.pk]),
        symbol="lifebuoy",
        note=marked(request.crisis.title, is_drill=request.crisis.is_drill),
        sign=_("Help") if is_open else "",
        urgency=Urgency.AT_ONCE if is_open else Urgency.ASKED,
    )
