"""Publishing an import: the one transaction in which all its rows become visible, or none."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.work import Progress, find, retry
from intake import permissions
from intake.actions.discards import discard
from intake.actions.file_reading import begin_work
from intake.actions.publication_transaction import publish_now
from intake.actions.staging import unknown_names
from intake.lifecycle import LIFECYCLE, Step
from intake.models import Import
from intake.verbs import Verb
from journal.actions import house_journal, record
from people.actions.source_names import add_agents, identities_for_step
from people.identity import User

if TYPE_CHECKING:
    from core.models import Work


@transaction.atomic
def request_publication(*, actor: User | None, imported: Import) -> Import:
    """The person's word that what was read shall count. Saying it twice does no harm."""
    if actor is not None and not permissions.can_import(actor):
        raise PermissionDenied
    # Read without a lock first: publishing holds the row for as long as it takes.
    imported.refresh_from_db()
    if imported.state in {Import.State.PUBLISHING, Import.State.PUBLISHED}:
        return imported
    locked = Import.objects.select_for_update().get(pk=imported.pk)
    LIFECYCLE.move(locked, Step.PUBLISH)
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
    if imported.state == Import.State.ABANDONED:
        return imported
    # Without a lock first: publishing holds the row for as long as it takes.
    LIFECYCLE.check(imported, Step.DISCARD)
    locked = Import.objects.select_for_update().get(pk=imported.pk)
    if not LIFECYCLE.allows(Step.DISCARD, locked.state):
        return locked
    discard(locked)
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


def publish_step(imported: Import, work: "Work") -> Progress:
    """The one step in which all rows become visible, or the one before, which adds the people they name."""
    names = unknown_names(imported)
    if names and imported.creates_people:
        # A step of its own: the journal's row must not be held while millions of rows are merged.
        identities_for_step()
        add_agents(actor=None, source=imported.source, labels=names)
        imported.counts["new_people"] = len(names)
        imported.save(update_fields=["counts"])
        return Progress(finished=False, cursor=work.cursor)
    if names:
        LIFECYCLE.move(imported, Step.ASK_FOR_NAMES)
        imported.save(update_fields=["state"])
        return Progress(finished=True, cursor=work.cursor)
    publish_now([imported])
    rows = imported.counts["rows"]
    return Progress(finished=True, cursor=work.cursor, done_units=rows, total_units=rows)
