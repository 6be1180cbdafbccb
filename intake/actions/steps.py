"""Background work of an import: reading, publishing or undoing, depending on its state."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from core.work import Progress, find, retry
from intake import permissions
from intake.actions.sent_publication import is_sent_and_due, publish_sent_step
from intake.actions.undo import undo_step
from intake.kinds import kind_of
from intake.models import Import
from people.identity import User

if TYPE_CHECKING:
    from core.models import Work


def step(work: "Work") -> Progress:
    """Do the next step of an import. `file_reading.begin_work` enqueues it; registered with `core.work`."""
    if is_sent_and_due(work):
        return publish_sent_step(work)
    imported = Import.objects.select_for_update().get(pk=work.subject_id)
    if work.key == imported.work_key and imported.state == Import.State.STAGING:
        return kind_of(imported).read_step(imported, work)
    if work.key == imported.work_key and imported.state == Import.State.PUBLISHING:
        return kind_of(imported).publish_step(imported, work)
    if work.key == imported.work_key and imported.state == Import.State.UNDOING:
        return undo_step(imported, work)
    # Discarded, or read again with another mapping, since the work was enqueued.
    return Progress(finished=True, cursor=work.cursor, done_units=work.done_units, total_units=work.total_units)


def unfinished() -> QuerySet[Any]:
    """Imports with unfinished work."""
    return Import.objects.filter(state__in=Import.MOVING).values("pk")


@transaction.atomic
def try_again(*, actor: User, imported: Import) -> None:
    """Retry the failed work of an import from where it stopped."""
    if not permissions.can_import(actor, imported.kind):
        raise PermissionDenied
    work = find(imported.work_key)
    if work is not None:
        retry(work)
