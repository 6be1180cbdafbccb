"""Publishing an import: all its rows become visible in one transaction, or none."""

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
    """Start publishing an import. Idempotent."""
    if actor is not None and not permissions.can_import(actor):
        raise PermissionDenied
    # Read without a lock first, because publishing locks the row for a long time.
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
    """Discard an import before it is published."""
    if not permissions.can_import(actor):
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


@transaction.atomic
def try_again(*, actor: User, imported: Import) -> None:
    """Retry the failed work of an import from where it stopped."""
    if not permissions.can_import(actor):
        raise PermissionDenied
    work = find(imported.work_key)
    if work is not None:
        retry(work)


def publish_step(imported: Import, work: "Work") -> Progress:
    """Publish all rows in one step, after a step that adds the people they name."""
    names = unknown_names(imported)
    if names and imported.creates_people:
        # A separate step, so that the journal isn't locked while millions of rows are merged.
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
