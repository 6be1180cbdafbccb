"""The request to publish an import."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from intake import permissions
from intake.actions.file_reading import begin_work
from intake.lifecycle import LIFECYCLE, Step
from intake.models import Import
from people.identity import User


@transaction.atomic
def request_publication(*, actor: User | None, imported: Import) -> Import:
    """Start publishing an import. Idempotent."""
    if actor is not None and not permissions.can_import(actor, imported.kind):
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
