"""What waits for people because of a crisis: an invitation, a question about their team, or the crisis they run."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crisis.queries.buy_in import invitations_of
from crisis.queries.crises import crises_run_by
from crisis.queries.needs import needs_in
from crisis.queries.voices import open_questions
from journal.drills import marked
from people.identity import Role, User
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


def questions_to_leaders(user: User) -> list[Need]:
    """Requests for a team leader's input that are not answered."""
    questions = open_questions(user) if user.has_role(Role.SUPERVISOR) else []
    return [
        Need(
            title=marked(
                _("Which of your people would you trust with “%(title)s”?") % {"title": question.crisis.title},
                is_drill=question.crisis.is_drill,
            ),
            url=reverse("crisis:voices", args=[question.crisis_id]),
            symbol="users",
            note=_("Nominate, object, or say that you have nothing to add."),
            sign=_("Your input"),
            urgency=Urgency.ASKED,
        )
        for question in questions
    ]


def crises_to_run(user: User) -> list[Need]:
    """What the unfinished crises that the user runs need from them."""
    return [need for crisis in crises_run_by(user) for need in needs_in(crisis, user)]
