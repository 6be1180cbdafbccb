"""Publishing an import: the one transaction in which all its rows become visible, or none."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock, faults
from core.work import Progress, find, retry
from feedback import permissions
from feedback.actions.behalf import asker
from feedback.actions.files import forget_file
from feedback.actions.merging import merge
from feedback.actions.reading import NotNow, begin_work, clear_staging, read_step, unknown_names
from feedback.actions.retention import leave_out_what_is_too_old
from feedback.actions.rollups import bring_up_to_date
from feedback.actions.undoing import undo_step
from feedback.models import Import, Rejection, StagedRow
from feedback.verbs import Verb
from journal.actions import house_journal, record
from people.actions import notify
from people.identities import add_agents
from people.identity import User
from people.matching import people_by_identity

if TYPE_CHECKING:
    from core.models import Work

# From the word that it shall count, there is nothing to discard: what counts can be undone.
SPOKEN_FOR = {Import.State.PUBLISHING, Import.State.PUBLISHED, Import.State.UNDOING, Import.State.UNDONE}


def step(work: "Work") -> Progress:
    """One step of the import, whatever comes next for it: registered with `core.work`."""
    imported = Import.objects.select_for_update().get(pk=work.subject_id)
    if work.key == imported.work_key and imported.state == Import.State.STAGING:
        return read_step(imported, work)
    if work.key == imported.work_key and imported.state == Import.State.PUBLISHING:
        return _publish_step(imported, work)
    if work.key == imported.work_key and imported.state == Import.State.UNDOING:
        return undo_step(imported, work)
    # Discarded meanwhile, or read anew by another mapping.
    return Progress(finished=True, cursor=work.cursor, done_units=work.done_units, total_units=work.total_units)


@transaction.atomic
def publish(*, actor: User | None, imported: Import) -> Import:
    """The person's word that what was read shall count. Saying it twice does no harm."""
    if actor is not None and not permissions.can_import(actor):
        raise PermissionDenied
    # Read without a lock first: publishing holds the row for as long as it takes.
    imported.refresh_from_db()
    if imported.state in {Import.State.PUBLISHING, Import.State.PUBLISHED}:
        return imported
    locked = Import.objects.select_for_update().get(pk=imported.pk)
    if locked.state == Import.State.NEEDS_PEOPLE:
        raise NotNow(_("Some names are still unknown. Say who they are first."))
    if locked.state != Import.State.CHECKED:
        raise NotNow(_("This file is not ready. Wait until it has been read, or upload it again."))
    locked.state = Import.State.PUBLISHING
    locked.save(update_fields=["state"])
    begin_work(locked)
    imported.refresh_from_db()
    return imported


@transaction.atomic
def abandon(*, actor: User, imported: Import) -> Import:
    """Discard a file before it is published. Nothing of it was ever visible."""
    if not permissions.can_import(actor):
        raise PermissionDenied
    imported.refresh_from_db()
    if imported.state in SPOKEN_FOR:
        raise NotNow(_("This file is being imported already, and can no longer be discarded."))
    locked = Import.objects.select_for_update().get(pk=imported.pk)
    if locked.state in {Import.State.ABANDONED, *SPOKEN_FOR}:
        return locked
    clear_staging(locked.pk)
    Rejection.objects.filter(file=locked).delete()
    locked.state = Import.State.ABANDONED
    locked.save(update_fields=["state"])
    forget_file(locked)
    record(house_journal(), Verb.IMPORT_ABANDONED, actor=actor, subject=locked)
    return locked


@transaction.atomic
def try_again(*, actor: User, imported: Import) -> None:
    """Go on with an import whose work has failed, from where it stopped."""
    if not permissions.can_import(actor):
        raise PermissionDenied
    work = find(imported.work_key)
    if work is not None:
        retry(work)


def _publish_step(imported: Import, work: "Work") -> Progress:
    names = unknown_names(imported)
    if names and imported.creates_people:
        # A step of its own: the journal's row must not be held while millions of rows are merged.
        add_agents(actor=None, source=imported.source, labels=names)
        imported.counts["new_people"] = len(names)
        imported.save(update_fields=["counts"])
        return Progress(finished=False, cursor=work.cursor)
    if names:
        imported.state = Import.State.NEEDS_PEOPLE
        imported.save(update_fields=["state"])
        return Progress(finished=True, cursor=work.cursor)
    faults.point("import.before_publish")
    basis = bring_up_to_date()
    leave_out_what_is_too_old(imported)
    labels = set(StagedRow.objects.filter(file=imported).exclude(agent="").values_list("agent", flat=True).distinct())
    known = people_by_identity(imported.source, labels)
    done = merge(imported, people=known, basis=basis)
    faults.point("import.after_merge")
    imported.first_contact_at = StagedRow.objects.filter(file=imported).aggregate(at=Min("started_at"))["at"]
    clear_staging(imported.pk)
    _mark_published(imported, done)
    rows = imported.counts["rows"]
    return Progress(finished=True, cursor=work.cursor, done_units=rows, total_units=rows)


def _mark_published(imported: Import, done: dict[str, int]) -> None:
    imported.state, imported.published_at = Import.State.PUBLISHED, clock.now()
    imported.counts, imported.can_be_undone = {**imported.counts, **done}, True
    imported.save(update_fields=["state", "published_at", "counts", "can_be_undone", "first_contact_at"])
    forget_file(imported)
    with connection.cursor() as cursor:
        # Foreign keys are checked now and not at commit, so that the journal is held for a moment only.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    record(
        house_journal(),
        Verb.IMPORT_PUBLISHED,
        actor=asker(imported.uploaded_by_id),
        subject=imported,
        data=imported.counts,
    )
    if imported.uploaded_by_id is not None:
        notify(
            person_id=imported.uploaded_by_id,
            key=f"import:{imported.pk}",
            text=_("Your file %(name)s is imported: %(rows)s rows.")
            % {"name": imported.file_name, "rows": imported.counts["rows"]},
            url=reverse("feedback:import_detail", args=[imported.pk]),
        )
