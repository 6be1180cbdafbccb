"""Reviews that wait for a person: to make, to read, and overdue ones to follow up."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from journal.drills import marked
from people.identity import User
from people.needs import Need, Urgency, at
from quality import permissions
from quality.queries.open_reviews import overdue_reviews, queue_summary
from quality.queries.red_flags import open_red_flags
from quality.queries.reviews import latest_results


def red_flags(user: User) -> list[Need]:
    """Red flags in reviews of the user's team, or of a case that the user leads, until the user has seen them."""
    return [
        Need(
            title=marked(_("Red flag: %(name)s") % {"name": flag.person}, is_drill=flag.is_drill),
            url=flag.url,
            symbol="flag",
            note=_("%(reviewer)s completed the review on %(time)s.")
            % {"reviewer": flag.reviewer, "time": at(flag.completed_at)},
            sign=_("Red flag"),
            urgency=Urgency.AT_ONCE,
        )
        for flag in open_red_flags(user, clock.now())
    ]


def results_to_read(user: User) -> list[Need]:
    """Results that the CSP has not confirmed yet."""
    results = latest_results(user, unread_only=True) if permissions.is_reviewed(user) else ()
    return [
        Need(
            title=_("Review of your contact about %(topic)s") % {"topic": result.title},
            url=reverse("quality:result", args=[result.review_id]),
            symbol="checklist",
            note=at(result.completed_at),
            sign=_("New"),
            urgency=Urgency.ASKED,
        )
        for result in results
    ]


def reviews_to_make(user: User) -> list[Need]:
    """One line for the reviewer's whole queue: the overdue reviews if there are any, else the number of reviews."""
    if not permissions.can_review_at_all(user):
        return []
    queue = queue_summary(user, clock.now())
    if queue.first_due_at is None:
        return []
    if queue.overdue:
        title = ngettext("%(count)d review is overdue", "%(count)d reviews are overdue", queue.overdue)
        note = _("The oldest was due on %(time)s.")
    else:
        title = ngettext("%(count)d review to do", "%(count)d reviews to do", queue.count)
        note = _("The next is due on %(time)s.")
    return [
        Need(
            title=title % {"count": queue.overdue or queue.count},
            url=reverse("quality:queue"),
            symbol="checklist",
            note=note % {"time": at(queue.first_due_at)},
            sign=_("Overdue") if queue.overdue else "",
            urgency=Urgency.LATE if queue.overdue else Urgency.OPEN,
        )
    ]


def reviews_that_are_late(user: User) -> list[Need]:
    """One line for supervisors: how many reviews of all programmes are overdue, and how many of them have no reviewer."""
    if not permissions.can_see_board(user):
        return []
    late = overdue_reviews(clock.now())
    if not late.count:
        return []
    title = ngettext("%(count)d review in all teams is overdue", "%(count)d reviews in all teams are overdue", late.count)
    unassigned = ngettext("%(count)d has no reviewer yet.", "%(count)d have no reviewer yet.", late.unassigned)
    return [
        Need(
            title=title % {"count": late.count},
            url=reverse("quality:board"),
            symbol="clock-exclamation",
            note=unassigned % {"count": late.unassigned} if late.unassigned else _("All of them have a reviewer."),
            sign=_("Overdue"),
            urgency=Urgency.LATE,
        )
    ]
