"""Open tasks from selections: requests for team leader input, and missing answers for the lead."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crisis.permissions import leads_crisis
from crisis.public_models import Crisis
from crisis.queries.open_tasks import need_of
from journal.drills import marked
from people.identity import Role, User
from people.needs import Need, Urgency
from selection.queries.leader_input import heard, open_questions


def questions_to_leaders(user: User) -> list[Need]:
    """Unanswered requests for this team leader's input."""
    if not user.has_role(Role.SUPERVISOR):
        return []
    return [
        Need(
            title=marked(_("Give input on the team for “%(title)s”") % {"title": title}, is_drill=is_drill),
            url=reverse("selection:leader_input", args=[crisis_id]),
            symbol="users",
            note=_("Nominate, object, or say that you have nothing to add."),
            sign=_("Your input"),
            urgency=Urgency.ASKED,
        )
        for crisis_id, title, is_drill in open_questions(user).values_list("crisis", "crisis__title", "crisis__is_drill")
    ]


def leaders_who_have_not_answered(crisis: Crisis, user: User) -> list[Need]:
    """The missing answers, while they can still change the invitations."""
    if not crisis.invites or not leads_crisis(user, crisis):
        return []
    leaders = heard(crisis)
    waiting = leaders.asked - leaders.answered
    if not waiting:
        return []
    text = ngettext(
        "%(waiting)d of the team leaders you asked hasn't answered yet.",
        "%(waiting)d of the team leaders you asked haven't answered yet.",
        waiting,
    )
    return [need_of(crisis, text % {"waiting": waiting}, reverse("selection:leader_input", args=[crisis.pk]))]
