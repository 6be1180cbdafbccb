"""Uploaded files on disk: kept under a private name until their import is published, then deleted."""

import time
import uuid
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from typing import NoReturn

from django.db import transaction

from intake.models import Import
from intake.reading.reasons import FileTrouble, Unreadable
from intake.upload_storage import place_of

FOLDER = "imports"
# A file that no import knows is somebody's upload that has just arrived, or the rest of one that was broken off.
ORPHAN_AFTER_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it lies on disk."""

    path: str
    size_bytes: int
    digest: str


def keep_file(chunks: Iterable[bytes], *, most_bytes: int, folder: str = FOLDER) -> Kept:
    """Write a file away as it comes in. Raises `Unreadable` when it grows beyond the limit."""
    path = f"{folder}/{uuid.uuid4().hex}"
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
    """Delete the file once this transaction is committed. If that fails, `sweep` does it."""
    forget_path(imported.path)


def forget_path(path: str) -> None:
    """Delete what lies there once this transaction is committed."""
    if path:
        transaction.on_commit(lambda: delete_file(path), robust=True)


def needed() -> set[str]:
    """The files that imports still need: those that are not published, undone or discarded."""
    over = [Import.State.PUBLISHED, Import.State.UNDOING, Import.State.UNDONE, Import.State.ABANDONED]
    return set(Import.objects.exclude(state__in=over).values_list("path", flat=True))


def sweep() -> int:
    """Delete files that no import needs any more: part of the tick."""
    return sweep_folder(FOLDER, needed)


def sweep_folder(name: str, needed: Callable[[], Collection[str]]) -> int:
    """Delete the old files of a folder but those that are needed, which is asked only if there are any. How many went."""
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
