"""Discarding imports that wait: on request, or automatically after some time.

The automatic part keeps customer data from staying in staging when a file was forgotten.
"""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import ngettext

from core import clock
from intake import permissions
from intake.actions.files import forget_file
from intake.actions.findings import forget_findings
from intake.kinds import kind_of
from intake.lifecycle import LIFECYCLE, Step
from intake.models import Import, Rejection
from intake.verbs import Verb
from journal.actions import house_journal, record
from people.actions import notify
from people.identity import Role, User
from people.queries.roles import holders_of

# Per tick, because staging can hold millions of rows.
AT_ONCE = 1


@transaction.atomic
def abandon(*, actor: User, imported: Import) -> Import:
    """Discard an import before it is published."""
    if not permissions.can_import(actor, imported.kind):
        raise PermissionDenied
    imported.refresh_from_db()
    if imported.state == Import.State.ABANDONED:
        return imported
    # Read without a lock first, because publishing locks the row for a long time.
    LIFECYCLE.check(imported, Step.DISCARD)
    locked = Import.objects.select_for_update().get(pk=imported.pk)
    if not LIFECYCLE.allows(Step.DISCARD, locked.state):
        return locked
    discard(locked)
    record(house_journal(), Verb.IMPORT_ABANDONED, actor=actor, subject=locked)
    return locked


def discard(locked: Import) -> None:
    """Delete what was read of an import, its rejected rows and its file."""
    kind_of(locked).clear(locked)
    Rejection.objects.filter(file=locked).delete()
    forget_findings(locked)
    LIFECYCLE.move(locked, Step.DISCARD)
    locked.lost_cells = []
    locked.save(update_fields=["state", "lost_cells", "expired_at"])
    forget_file(locked)


def discard_what_was_forgotten() -> int:
    """Discard imports untouched for `RETENTION_WAITING_DAYS`, or none if that is 0. Returns how many. Part of the tick."""
    days = settings.RETENTION_WAITING_DAYS
    if not days:
        return 0
    now = clock.now()
    untouched = Import.objects.order_by("touched_at").filter(
        state__in=LIFECYCLE.from_which(Step.DISCARD), touched_at__lt=now - timedelta(days=days)
    )
    # A locked import is in use.
    forgotten = list(untouched.select_for_update(skip_locked=True, of=("self",))[:AT_ONCE])
    for locked in forgotten:
        locked.expired_at = now
        discard(locked)
        record(house_journal(), Verb.IMPORT_EXPIRED, actor=None, subject=locked, data={"days": days})
        _tell(locked, days)
    return len(forgotten)


def _tell(expired: Import, days: int) -> None:
    """Notify the person who uploaded the file, or for other systems everyone who could have decided."""
    uploaded_by = [expired.uploaded_by_id] if expired.uploaded_by_id else []
    for person_id in uploaded_by or holders_of(Role.OPS, Role.ADMINISTRATOR):
        notify(
            person_id=person_id,
            key=f"import-expired:{expired.pk}",
            text=ngettext(
                "The import %(name)s was deleted automatically after %(days)s day without a decision.",
                "The import %(name)s was deleted automatically after %(days)s days without a decision.",
                days,
            )
            % {"name": expired.title, "days": days},
            url=reverse("intake:import_detail", args=[expired.pk]),
        )
