"""Needs from crises: open invitations, and tasks in the crises a user runs."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crisis.queries.crises import crises_run_by
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


def crises_to_run(user: User) -> list[Need]:
    """The needs of unfinished crises that the user runs."""
    return [need for crisis in crises_run_by(user) for need in needs_in(crisis, user)]
