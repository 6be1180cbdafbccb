"""Making a backup of one database snapshot and the uploads it needs, while web and workers keep running."""

import fcntl
import os
import resource
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection, transaction

from core import clock, faults, uploads
from core.release import version
from desk.backups.archive import DATABASE, UNFINISHED, UPLOADS, drafted
from desk.backups.manifest import Manifest, key_fingerprints
from desk.backups.postgres import dumped
from desk.backups.refusals import BackupRefused
from desk.backups.schema import facts, has_marker

PREFIX, SUFFIX = "ecs-", ".zip"
LOCK = ".ecs-backup.lock"
# An upload can be deleted between snapshot and opening. The next snapshot no longer needs it.
SNAPSHOTS = 3


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup."""

    path: Path
    size_bytes: int
    manifest: Manifest


def make_backup(target: Path, *, keep: int | None = None) -> Made:
    """Write a backup to a file, or to a folder under a generated name. Raises `BackupRefused`.

    With `keep`, the oldest backups of the folder beyond that many are deleted once the new one is complete.
    """
    if keep is not None and not target.is_dir():
        raise BackupRefused(f"{target} isn't a folder. To delete older backups, name the folder that contains them.")
    folder = target if target.is_dir() else target.parent
    with _alone_in(folder):
        path = _path_for(target)
        for leftover in folder.glob(f"{UNFINISHED}*"):
            leftover.unlink(missing_ok=True)
        manifest = _written(path)
        if keep is not None:
            # Never delete the new one, even if a wrong clock made it look older.
            for old in [old for old in _backups_in(folder) if old != path][keep - 1 :]:
                old.unlink(missing_ok=True)
        return Made(path, path.stat().st_size, manifest)


def seconds_until_due(folder: Path, *, every_hours: float) -> float:
    """Seconds until the folder needs a new backup. 0 if it has none."""
    newest = next(iter(_backups_in(folder)), None)
    if newest is None:
        return 0
    return max(0.0, newest.stat().st_mtime + every_hours * 3600 - time.time())


def _backups_in(folder: Path) -> list[Path]:
    """Finished backups with a generated name, newest first, since names begin with the time."""
    return sorted(folder.glob(f"{PREFIX}*{SUFFIX}"), reverse=True)


def _path_for(target: Path) -> Path:
    if target.is_dir():
        target = target / f"{PREFIX}{clock.now():%Y-%m-%dT%H%M%SZ}{SUFFIX}"
    if target.exists():
        raise BackupRefused(f"{target} already exists. Choose another name.")
    return target


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """A lock on the folder, so that all unfinished files in it are leftovers."""
    try:
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise BackupRefused(f"{folder} can't be written to: {error.strerror}. Choose an existing folder.") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise BackupRefused(f"Another backup is being written to {folder}. Wait until it is done.") from error
    finally:
        os.close(descriptor)


def _written(path: Path) -> Manifest:
    for attempt in range(SNAPSHOTS):
        with _snapshot() as snapshot, ExitStack() as files:
            opened, missing = _opened(uploads.needed(), files)
            if missing and attempt + 1 < SNAPSHOTS:
                continue
            return _archived(path, snapshot, opened, missing)
    raise AssertionError("the last attempt always returns")


@contextmanager
def _snapshot() -> Iterator[str]:
    """A read-only transaction on one snapshot. Yields the snapshot's name for `pg_dump`."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # The transaction is idle while the dump runs, and counting rows takes long.
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SET LOCAL statement_timeout = 0")
        if has_marker():
            raise BackupRefused("A restore into this database wasn't completed. Restore it again before you make a backup.")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def _opened(paths: list[str], files: ExitStack) -> tuple[dict[str, IO[bytes]], list[str]]:
    """The uploads as open files, readable even if deleted later, and the paths of missing ones."""
    _most, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    opened: dict[str, IO[bytes]] = {}
    for path in paths:
        with suppress(FileNotFoundError):
            opened[path] = files.enter_context((Path(settings.MEDIA_ROOT) / path).open("rb"))
    return opened, [path for path in paths if path not in opened]


def _archived(path: Path, snapshot: str, opened: dict[str, IO[bytes]], missing: list[str]) -> Manifest:
    made_at, state = clock.now(), facts()
    if not state.migrations:
        raise BackupRefused("This database is empty. There is nothing to back up.")
    with drafted(path) as draft:
        for name, file in opened.items():
            draft.add(f"{UPLOADS}{name}", file)
        with dumped(snapshot, server_version=state.server_version) as dump:
            draft.add(DATABASE, dump)
        faults.point("backup.dumped")
        manifest = Manifest(
            application=version(),
            made_at=made_at,
            keys=key_fingerprints(),
            facts=state,
            missing_uploads=tuple(missing),
            files=draft.files,
        )
        draft.finish(manifest)
        faults.point("backup.written")
    return manifest
