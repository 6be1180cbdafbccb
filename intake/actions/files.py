"""Uploaded files on disk, kept under a private name until their import is published."""

import time
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from typing import NoReturn

from django.db import transaction

from intake.models import Import
from intake.reading.reasons import FileTrouble, Unreadable
from intake.upload_storage import place_of

FOLDER = "imports"
# Uploads from before files of evaluations were imports. No import needs them any more.
FORMER_FOLDER = "evaluations"
# A file without an import is an upload in progress, or what is left of one that was interrupted.
ORPHAN_AFTER_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Kept:
    """File on disk."""

    path: str
    size_bytes: int
    digest: str


def keep_file(chunks: Iterable[bytes], *, most_bytes: int) -> Kept:
    """Save an upload while it arrives. Raises `Unreadable` if it exceeds the limit."""
    path = f"{FOLDER}/{uuid.uuid4().hex}"
    place = place_of(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    digest, size = blake2b(digest_size=32), 0
    try:
        with place.open("xb") as file:
            place.chmod(0o600)
            for chunk in chunks:
                size += len(chunk)
                if size > most_bytes:
                    _refuse(most_bytes)
                digest.update(chunk)
                file.write(chunk)
    except BaseException:
        delete_file(path)
        raise
    return Kept(path, size, digest.hexdigest())


def _refuse(most_bytes: int) -> NoReturn:
    raise Unreadable(FileTrouble.FILE_TOO_LARGE, str(most_bytes // (1024 * 1024)))


def delete_file(path: str) -> None:
    with suppress(OSError):
        place_of(path).unlink(missing_ok=True)


def forget_file(imported: Import) -> None:
    """Delete the file after this transaction commits. If that fails, `sweep` deletes it later."""
    forget_path(imported.path)


def forget_path(path: str) -> None:
    """Delete the file at this path after this transaction commits."""
    if path:
        transaction.on_commit(lambda: delete_file(path), robust=True)


def needed() -> set[str]:
    """Paths of the files of imports that are not published, undone or discarded."""
    over = [Import.State.PUBLISHED, Import.State.UNDOING, Import.State.UNDONE, Import.State.ABANDONED]
    return set(Import.objects.exclude(state__in=over).values_list("path", flat=True))


def sweep() -> int:
    """Delete files that no import needs any more. Part of the tick."""
    return sum(map(_sweep_folder, (FOLDER, FORMER_FOLDER)))


def _sweep_folder(name: str) -> int:
    """Delete old files of a folder that no import needs. Returns how many."""
    folder = place_of(name)
    old = time.time() - ORPHAN_AFTER_SECONDS
    files = [file for file in folder.iterdir() if file.stat().st_mtime < old] if folder.is_dir() else []
    if not files:
        return 0
    kept = needed()
    gone = [file for file in files if f"{name}/{file.name}" not in kept]
    for file in gone:
        delete_file(f"{name}/{file.name}")
    return len(gone)
