"""Uploaded files of kinds that are recognised by their content, such as evaluations: they have no columns to match."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core import clock
from intake import permissions
from intake.actions.file_reading import begin_work
from intake.actions.files import Kept
from intake.kinds import FileOfKind, RecognisedFile, registered
from intake.lifecycle import LIFECYCLE, Step
from intake.models import Import, Rejection
from intake.reading.file_limits import MEBIBYTE
from intake.reading.reasons import FileTrouble, Unreadable
from intake.upload_storage import place_of
from people.identity import User


def recognised_as(path: str) -> tuple[FileOfKind, RecognisedFile] | None:
    """The kind that recognises a file, and where its rows are. None if it is a table or something else."""
    for kind in registered():
        with place_of(path).open("rb") as file:
            if (found := kind.recognised(file)) is not None:
                return kind, found
    return None


@transaction.atomic
def take_in_other(
    actor: User | None, kept: Kept, file_name: str, kind: FileOfKind, found: RecognisedFile, *, goes_on: bool
) -> Import:
    """Start reading a recognised file. Raises `Unreadable` if it exceeds the limit of its kind."""
    if actor is not None and not permissions.can_import(actor, kind.kind):
        raise PermissionDenied
    if kept.size_bytes > (most := kind.limits().file_bytes):
        raise Unreadable(FileTrouble.FILE_TOO_LARGE, str(most // MEBIBYTE))
    imported = Import(
        kind=kind.kind,
        file_name=Path(file_name).name[:200] or "file",
        path=kept.path,
        size_bytes=kept.size_bytes,
        digest=kept.digest,
        layout=dict(found.layout),
        source=found.source,
        uploaded_by_id=actor.person_id if actor else None,
        goes_on=goes_on,
        created_at=clock.now(),
        touched_at=clock.now(),
    )
    LIFECYCLE.move(imported, Step.READ)
    imported.save()
    begin_work(imported)
    return imported


@dataclass(frozen=True, slots=True)
class RejectedRecord:
    """A record that can't be imported, for its line in the download: cells of the file's header, column, value and reason."""

    line: int
    reason: str
    column: str = ""
    value: str = ""
    cells: tuple[str, ...] = ()


def keep_rejections(imported: Import, rejected: Iterable[RejectedRecord]) -> None:
    """Save the records of a file that can't be imported."""
    rows = (
        Rejection(file=imported, line=bad.line, column=bad.column, value=bad.value, reason=str(bad.reason), cells=[*bad.cells])
        for bad in rejected
    )
    Rejection.objects.bulk_create(rows, batch_size=1000)


def finish_reading(imported: Import) -> None:
    """Move an import on that was read to its end: to checking, or straight to publishing."""
    LIFECYCLE.move(imported, Step.PUBLISH_UNASKED if imported.goes_on else Step.MAKE_READY)
    imported.touched_at = clock.now()
    imported.save(update_fields=["counts", "state", "touched_at"])
    if imported.state == Import.State.PUBLISHING:
        begin_work(imported)
