"""Reviews of live scripts that wait for a person."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import clock
from journal.drills import marked
from people.identity import User
from people.needs import Need, Urgency, at
from people.queries.organisation import today
from scripts_library import permissions
from scripts_library.models import ScriptVersion
from scripts_library.queries.reviews import due_reviews_of, found_wrong, to_review_afterwards


def scripts_to_review(user: User) -> list[Need]:
    """Live scripts of the user that have to be reviewed soon or are overdue."""
    if not permissions.can_release(user):
        return []
    day = today()
    return [_review(version, due, day) for version in due_reviews_of(user.person_id) if (due := version.review_by_on)]


def _review(version: ScriptVersion, due: date, day: date) -> Need:
    is_late = due < day
    return Need(
        title=_title(version),
        url=reverse("scripts_library:version", args=[version.pk]),
        symbol="calendar-check",
        note=_("Is it still right? Review by %(day)s.") % {"day": date_format(due, "DATE_FORMAT")},
        sign=_("Overdue") if is_late else _("To review"),
        urgency=Urgency.LATE if is_late else Urgency.OPEN,
    )


def scripts_reviewed_afterwards(user: User) -> list[Need]:
    """Versions published in an emergency: to review for a third person, and with a problem for those who answer for them."""
    if not permissions.can_release(user):
        return []
    waiting = [version for version in to_review_afterwards() if permissions.can_review_afterwards(user, version)]
    return [
        *(
            Need(
                title=_title(version),
                url=reverse("scripts_library:version", args=[version.pk]),
                symbol="hand-stop",
                note=_("A reviewer found a problem. Withdraw it or write a new version."),
                sign=_("Problem"),
                urgency=Urgency.AT_ONCE,
            )
            for version in found_wrong(user.person_id)
        ),
        *(_afterwards(version, due_at) for version in waiting if (due_at := version.afterwards_due_at)),
    ]


def _afterwards(version: ScriptVersion, due_at: datetime) -> Need:
    is_late = due_at <= clock.now()
    return Need(
        title=_title(version),
        url=reverse("scripts_library:afterwards", args=[version.pk]),
        symbol="urgent",
        note=_("Published in an emergency. Review it by %(moment)s.") % {"moment": at(due_at)},
        sign=_("Overdue") if is_late else _("To review"),
        urgency=Urgency.LATE if is_late else Urgency.ASKED,
    )


def _title(version: ScriptVersion) -> str:
    return marked(version.script.title, is_drill=version.script.journal.is_drill)
