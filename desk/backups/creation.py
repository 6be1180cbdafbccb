"""Making a backup: one snapshot of the database, and the uploads its rows need, while web and workers go on."""

import fcntl
import os
import resource
import time
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection, transaction

from core import clock, faults, uploads
from desk.backups.archive import DATABASE, UNFINISHED, UPLOADS, drafted
from desk.backups.manifest import Manifest, key_fingerprints
from desk.backups.postgres import dumped
from desk.backups.refusals import BackupRefused
from desk.backups.schema import facts, has_marker

PREFIX, SUFFIX = "ecs-", ".zip"
LOCK = ".ecs-backup.lock"
# A file that is published between the snapshot and its opening is gone; the next snapshot no longer needs it.
SNAPSHOTS = 3


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup."""

    path: Path
    size_bytes: int
    manifest: Manifest


def make_backup(target: Path, *, keep: int | None = None) -> Made:
    """Write a backup to a file, or under a name of its own into a folder. Raises `BackupRefused`.

    With `keep`, the oldest backups of the folder beyond that many are deleted once the new one is complete.
    """
    if keep is not None and not target.is_dir():
        raise BackupRefused(f"{target} is not a folder. Older backups are only deleted from a folder of backups.")
    folder = target if target.is_dir() else target.parent
    with _alone_in(folder):
        path = _path_for(target)
        for leftover in folder.glob(f"{UNFINISHED}*"):
            leftover.unlink(missing_ok=True)
        manifest = _written(path)
        if keep is not None:
            # Whatever the clock said when the others were made, the new one stays.
            for old in [old for old in _backups_in(folder) if old != path][keep - 1 :]:
                old.unlink(missing_ok=True)
        return Made(path, path.stat().st_size, manifest)


def seconds_until_due(folder: Path, *, every_hours: float) -> float:
    """How long the newest backup of the folder is still young enough; 0 if there is none."""
    newest = next(iter(_backups_in(folder)), None)
    if newest is None:
        return 0
    return max(0.0, newest.stat().st_mtime + every_hours * 3600 - time.time())


def _backups_in(folder: Path) -> list[Path]:
    """The finished backups that got their name here, newest first: the names begin with the time."""
    return sorted(folder.glob(f"{PREFIX}*{SUFFIX}"), reverse=True)


def _path_for(target: Path) -> Path:
    if target.is_dir():
        target = target / f"{PREFIX}{clock.now():%Y-%m-%dT%H%M%SZ}{SUFFIX}"
    if target.exists():
        raise BackupRefused(f"{target} is there already. Choose another name.")
    return target


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Let one backup at a time be written into a folder, so that everything unfinished there is a leftover."""
    try:
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise BackupRefused(f"{folder} cannot be written to: {error.strerror}. Choose an existing folder.") from error
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
    """A transaction in which everything is as it is at this moment, and the name by which `pg_dump` joins it."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # It stays open, and mostly idle, for as long as the dump takes, and counting rows takes long as well.
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SET LOCAL statement_timeout = 0")
        if has_marker():
            raise BackupRefused("A restore into this database was not finished. Restore it again before you make a backup.")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def _opened(paths: list[str], files: ExitStack) -> tuple[dict[str, IO[bytes]], list[str]]:
    """The uploads, opened at once so that they can be read even when deleted later, and the paths of those already gone."""
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
            application=_application(),
            made_at=made_at,
            keys=key_fingerprints(),
            facts=state,
            missing_uploads=tuple(missing),
            files=draft.files,
        )
        draft.finish(manifest)
        faults.point("backup.written")
    return manifest


def _application() -> str:
    """The version of this application."""
    return str(tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"])
