"""Undoing an import: the request, and the one step that removes everything it added, or nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock, faults
from core.work import Progress
from intake import permissions
from intake.actions.file_reading import begin_work
from intake.actions.requester import asker
from intake.kinds import kind_of
from intake.lifecycle import LIFECYCLE, Step, WrongImportState
from intake.models import Import
from journal.actions import house_journal, record
from people.actions import notify
from people.identity import User

if TYPE_CHECKING:
    from core.models import Work


@transaction.atomic
def undo(*, actor: User | None, imported: Import) -> Import:
    """Start undoing an import. Idempotent."""
    if actor is not None and not permissions.can_import(actor, imported.kind):
        raise PermissionDenied
    # Read without a lock first, because undoing locks the row for a long time.
    imported.refresh_from_db()
    if imported.state in {Import.State.UNDOING, Import.State.UNDONE}:
        return imported
    locked = Import.objects.select_for_update().get(pk=imported.pk)
    LIFECYCLE.check(locked, Step.UNDO)
    if not locked.can_be_undone:
        raise WrongImportState(
            _("This import was made with an earlier version that didn't record changes, so it can't be undone.")
        )
    if kind_of(locked).is_partly_purged(locked):
        raise WrongImportState(
            _("Part of this import is older than the retention period and has been deleted, so it can't be undone.")
        )
    LIFECYCLE.move(locked, Step.UNDO)
    locked.undone_by_id = actor.person_id if actor else None
    locked.save(update_fields=["state", "undone_by"])
    begin_work(locked)
    imported.refresh_from_db()
    return imported


def undo_step(imported: Import, work: "Work") -> Progress:
    """Undo the import in one step, so that all changes become visible at once."""
    faults.point("import.before_undo")
    done = kind_of(imported).take_back(imported)
    if done is None:
        # Some rows were deleted by age after the request. The page explains that.
        LIFECYCLE.move(imported, Step.GIVE_UP_UNDOING)
        imported.undone_by_id = None
        imported.save(update_fields=["state", "undone_by"])
        return Progress(finished=True, cursor=work.cursor)
    faults.point("import.after_undo")
    _mark_undone(imported, done)
    rows = imported.counts["rows"]
    return Progress(finished=True, cursor=work.cursor, done_units=rows, total_units=rows)


def note_first_contacts(starts: Mapping[int, datetime]) -> None:
    """Note the earliest start of the contacts in each import, if it is earlier than known. With it, the import can't be undone
    once these contacts are deleted.
    """
    for pk, first_at in starts.items():
        is_later = Q(first_contact_at=None) | Q(first_contact_at__gt=first_at)
        Import.objects.filter(is_later, pk=pk).update(first_contact_at=first_at)


def _mark_undone(imported: Import, done: Mapping[str, int]) -> None:
    LIFECYCLE.move(imported, Step.FINISH_UNDOING)
    imported.undone_at, imported.counts = clock.now(), {**imported.counts, **done}
    imported.save(update_fields=["state", "undone_at", "counts"])
    with connection.cursor() as cursor:
        # Checked now and not at commit, as in publishing. Also finds new references to a removed contact.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    verb = kind_of(imported).undone
    record(house_journal(), verb, actor=asker(imported.undone_by_id), subject=imported, data=dict(done))
    if imported.undone_by_id is not None:
        notify(
            person_id=imported.undone_by_id,
            key=f"import-undone:{imported.pk}",
            text=_("The import %(name)s is undone and no longer counts.") % {"name": imported.file_name},
            url=reverse("intake:import_detail", args=[imported.pk]),
        )
