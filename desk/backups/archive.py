"""The archive of a backup: one ZIP file, written and read as a stream, and renamed into place once it is complete."""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from desk.backups.manifest import Checked, Manifest, check_signature, manifest_from, signature_of
from desk.backups.refusals import ArchiveDamaged, BackupRefused

DATABASE = "database.dump"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.signature"
UPLOADS = "uploads/"
# Prefix of unfinished and interrupted archives.
UNFINISHED = ".ecs-backup-unfinished-"
CHUNK_BYTES = 1024 * 1024
# Errors of `zipfile` for a damaged or encrypted member, or an unknown compression.
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)
# A manifest has a line per table, journal and upload, so ours are never larger than this.
MANIFEST_MOST_BYTES = 64 * 1024 * 1024


class Draft:
    """An archive that is being written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self.files: dict[str, Checked] = {}

    def add(self, name: str, source: IO[bytes]) -> None:
        """Copy a file or stream into the archive. The dump is stored, because it is already compressed."""
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_STORED if name == DATABASE else zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        digest, size = hashlib.sha256(), 0
        with self._zip.open(entry, "w", force_zip64=True) as member:
            while chunk := source.read(CHUNK_BYTES):
                digest.update(chunk)
                size += len(chunk)
                member.write(chunk)
        self.files[name] = Checked(size, digest.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest, which describes all other files, and its signature."""
        text = manifest.as_json()
        self._zip.writestr(MANIFEST, text)
        self._zip.writestr(SIGNATURE, signature_of(text))

    def close(self) -> None:
        self._zip.close()


@contextmanager
def drafted(path: Path) -> Iterator[Draft]:
    """A draft that is synced to disk and renamed to `path` if the block ends without an error."""
    unfinished = path.with_name(f"{UNFINISHED}{path.name}")
    try:
        descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            os.fchmod(descriptor, 0o600)
            draft = Draft(file)
            try:
                yield draft
            finally:
                draft.close()
            file.flush()
            os.fsync(descriptor)
        unfinished.rename(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise BackupRefused(f"The backup can't be written to {path}: {error.strerror or error}.") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Archive:
    """An archive that is being read."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._zip = file
        self._text = self._read_text(MANIFEST)
        self.manifest = manifest_from(self._text)

    def check_signature(self) -> None:
        """Raise `ArchiveDamaged` unless the archive was signed with one of this installation's secret keys."""
        check_signature(self._text, self._read_text(SIGNATURE))

    def check_files(self) -> None:
        """Read the whole archive, and raise `ArchiveDamaged` at the first file that doesn't match the manifest."""
        names = self._zip.namelist()
        if sorted(names) != sorted([*self.manifest.files, MANIFEST, SIGNATURE]) or DATABASE not in names:
            raise ArchiveDamaged(
                "This backup doesn't contain the files that its manifest lists. Use another copy of the backup."
            )
        for name, checked in self.manifest.files.items():
            if self._checked(name) != checked:
                raise ArchiveDamaged(f"{name} in this backup is damaged. Use another copy of the backup.")

    def opened(self, name: str) -> IO[bytes]:
        return self._zip.open(name)

    def uploads(self) -> list[str]:
        """The paths of the uploads in the archive, relative to the uploads of an installation."""
        return [name.removeprefix(UPLOADS) for name in self.manifest.files if name.startswith(UPLOADS)]

    def _checked(self, name: str) -> Checked:
        digest, size = hashlib.sha256(), 0
        try:
            with self.opened(name) as member:
                while chunk := member.read(CHUNK_BYTES):
                    digest.update(chunk)
                    size += len(chunk)
        except UNREADABLE:
            return Checked(-1, "")
        return Checked(size, digest.hexdigest())

    def _read_text(self, name: str) -> str:
        try:
            if self._zip.getinfo(name).file_size > MANIFEST_MOST_BYTES:
                raise ArchiveDamaged("The manifest of this backup is too large. Use another copy of the backup.")
            return self._zip.read(name).decode()
        except (KeyError, ValueError, *UNREADABLE) as error:
            raise ArchiveDamaged(f"This file has no readable {name}. It isn't a backup, or it's damaged.") from error


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The archive at this path. Raises `ArchiveDamaged` if it is incomplete or not a ZIP file."""
    try:
        file = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise ArchiveDamaged(f"{path} isn't a complete backup. It was cut off, or it's another kind of file.") from error
    except OSError as error:
        raise ArchiveDamaged(f"{path} can't be read: {error.strerror or error}.") from error
    with file:
        yield Archive(file)
