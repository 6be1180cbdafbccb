"""Needs about coaching sessions."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from care.queries.sessions import coming_sessions, overdue_actions
from people.identity import User
from people.needs import Need, Urgency
from people.queries.organisation import today


def sessions_coming(user: User) -> list[Need]:
    """A need for each planned session within a week, and for each that nobody has marked as held."""
    return [
        Need(
            title=_("Coaching session with %(name)s")
            % {"name": each.coaching.coach if each.coaching.person_id == user.person_id else each.coaching.person},
            url=reverse("care:session", args=[each.pk]),
            symbol="users",
            note=_("%(day)s. Say whether it took place.") % {"day": date_format(each.planned_on, "DATE_FORMAT")}
            if each.planned_on < today()
            else date_format(each.planned_on, "DATE_FORMAT"),
        )
        for each in coming_sessions(user)
    ]


def actions_overdue(user: User) -> list[Need]:
    """A need for each agreed action of the user that should be done by now."""
    return [
        Need(
            title=action.text,
            url=reverse("care:session", args=[action.session_id]),
            symbol="checkbox",
            note=_("Agreed in a coaching session, until %(day)s") % {"day": date_format(action.due_on, "DATE_FORMAT")},
            urgency=Urgency.LATE,
        )
        for action in overdue_actions(user)
    ]
