"""Reminders to people who aren't ready."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.refusals import Refused
from journal.actions import require_open
from people.actions import notify
from people.identity import User
from training import permissions
from training.lifecycle import NotPossibleInTraining
from training.models import Nudge, Refresher
from training.queries.readiness import readiness_of

NUDGE_EVERY = timedelta(hours=4)


class NobodyToNudge(Refused):
    """Everyone is ready, or was reminded a short time ago."""


@transaction.atomic
def nudge(*, actor: User, refresher: Refresher, person_id: int | None = None) -> int:
    """Remind one person who isn't ready, or all of them, and return how many. Nobody is reminded twice within four hours."""
    locked = Refresher.objects.select_for_update(of=("self",)).select_related("journal").get(pk=refresher.pk)
    if not permissions.can_see_why(actor, locked.journal_id):
        raise PermissionDenied
    if locked.state != Refresher.State.PUBLISHED:
        raise NotPossibleInTraining(_("This refresher isn't open any more."))
    require_open(locked.journal)
    now = clock.now()
    people = [
        person
        for person in readiness_of(locked)
        if not person.is_ready
        and person_id in {None, person.person_id}
        and (person.nudged_at is None or person.nudged_at <= now - NUDGE_EVERY)
    ]
    if not people:
        raise NobodyToNudge(_("Nobody to remind: they are ready, or were reminded within the last 4 hours."))
    for person in people:
        values = {"nudged_by_id": actor.person_id, "nudged_at": now}
        Nudge.objects.update_or_create(refresher=locked, person_id=person.person_id, defaults=values)
        text = ngettext(
            "Please finish your refresher “%(title)s”: %(count)d item is left.",
            "Please finish your refresher “%(title)s”: %(count)d items are left.",
            len(person.left),
        )
        notify(
            person_id=person.person_id,
            key=f"refresher-nudge:{locked.pk}:{now.timestamp():.0f}",
            text=text % {"title": locked.title, "count": len(person.left)},
            url=reverse("training:mine"),
            journal=locked.journal,
        )
    return len(people)
