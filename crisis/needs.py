"""What waits for people because of a crisis: an invitation, or the crisis they run."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crisis.queries.buy_in import invitations_of
from crisis.queries.needs import crises_run_by, needs_in
from journal.drills import marked
from people.identity import User
from people.needs import Need, Urgency, at


def invitations_to_answer(user: User) -> list[Need]:
    """The user's own invitations without an answer."""
    return [
        Need(
            title=marked(
                _("Will you help with “%(title)s”?") % {"title": invitation.crisis.title}, is_drill=invitation.crisis.is_drill
            ),
            url=reverse("crisis:invitation", args=[invitation.pk]),
            symbol="mail-opened",
            note=_("Until %(time)s. No is a safe answer.") % {"time": at(invitation.deadline_at)},
            sign=_("Invitation"),
            urgency=Urgency.ASKED,
        )
        for invitation in invitations_of(user)
        if invitation.state == "invited"
    ]


def crises_to_run(user: User) -> list[Need]:
    """What the unfinished crises that the user runs need from them."""
    return [need for crisis in crises_run_by(user) for need in needs_in(crisis, user)]
