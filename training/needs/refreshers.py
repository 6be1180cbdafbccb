"""What waits in training: items to do, rehearsals to observe, and for trainers, people who aren't ready."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journal.drills import marked
from people.identity import User
from people.needs import Need, Urgency
from people.queries.organisation import today
from training import permissions
from training.models import Refresher
from training.queries.readiness import readiness_of, refreshers_trained_by
from training.queries.refreshers import own_refreshers, rehearsals_to_observe


def refresher_to_do(user: User) -> list[Need]:
    """A need for each refresher of which the user has items left."""
    found = []
    for own in own_refreshers(user):
        if not own.left:
            continue
        text = ngettext(
            "%(title)s: %(count)d item left, about %(minutes)d minutes",
            "%(title)s: %(count)d items left, about %(minutes)d minutes",
            len(own.left),
        )
        is_late = own.is_overdue(today())
        note = (
            _("Should have been done by %(day)s.") if is_late else _("To be done by %(day)s. Then you're ready for the line.")
        )
        found.append(
            Need(
                title=text % {"title": own.title, "count": len(own.left), "minutes": own.minutes_left},
                url=reverse("training:item", args=[own.next.item.pk]) if own.next else reverse("training:mine"),
                symbol="school",
                note=note % {"day": date_format(own.refresher.due_on, "DATE_FORMAT")},
                sign=_("Refresher"),
                urgency=Urgency.LATE if is_late else Urgency.ASKED,
            )
        )
    return found


def rehearsals_waiting(user: User) -> list[Need]:
    """A need for each rehearsal that waits for the user as observer."""
    return [
        Need(
            title=_("Observe “%(title)s” with %(name)s") % {"title": each.role_play.title, "name": each.player},
            url=reverse("training:rehearsal", args=[each.pk]),
            symbol="users",
            note=_("You play the customer, then fill in the sheet together."),
            sign=_("Role play"),
            urgency=Urgency.ASKED,
        )
        for each in rehearsals_to_observe(user)
    ]


def people_not_ready(user: User) -> list[Need]:
    """For a trainer, a need for each of their published refreshers with people who aren't ready."""
    if not permissions.can_train(user):
        return []
    return [need for refresher in refreshers_trained_by(user) if (need := _not_ready(refresher)) is not None]


def _not_ready(refresher: Refresher) -> Need | None:
    people = readiness_of(refresher)
    waiting = [person for person in people if not person.is_ready]
    talks = sum(len(person.conversations) for person in people)
    if not waiting:
        return None
    text = ngettext(
        "%(count)d of %(all)d people isn't ready for “%(title)s”",
        "%(count)d of %(all)d people aren't ready for “%(title)s”",
        len(waiting),
    )
    note = ngettext("%(count)d conversation to have", "%(count)d conversations to have", talks) % {"count": talks}
    title = text % {"count": len(waiting), "all": len(people), "title": refresher.journal.title}
    return Need(
        title=marked(title, is_drill=refresher.journal.is_drill),
        url=reverse("training:readiness", args=[refresher.journal_id]),
        symbol="school",
        note=note if talks else refresher.title,
        urgency=Urgency.ASKED if talks else Urgency.OPEN,
    )
