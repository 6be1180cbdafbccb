"""The archive of a backup: one ZIP file, written and read as a stream, that is either whole or not there."""

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
# The beginning of a name that is no backup yet, or the rest of one that was interrupted.
UNFINISHED = ".ecs-backup-unfinished-"
CHUNK_BYTES = 1024 * 1024
# What `zipfile` raises for a member that is damaged, encrypted, or packed in a way it does not know.
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)
# A manifest has one line for each table, journal and upload: more than this is none of ours.
MANIFEST_MOST_BYTES = 64 * 1024 * 1024


class Draft:
    """An archive that is being written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self.files: dict[str, Checked] = {}

    def add(self, name: str, source: IO[bytes]) -> None:
        """Copy a file or a stream into the archive. A dump is compressed already."""
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
        """Write the manifest last: it says what all the other files must be."""
        text = manifest.as_json()
        self._zip.writestr(MANIFEST, text)
        self._zip.writestr(SIGNATURE, signature_of(text))

    def close(self) -> None:
        self._zip.close()


@contextmanager
def drafted(path: Path) -> Iterator[Draft]:
    """An archive that gets its name when the block ends without an error, with everything on the disk."""
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
        raise BackupRefused(f"The backup cannot be written to {path}: {error.strerror or error}.") from error
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
        """Raise `ArchiveDamaged` unless an installation with one of the secret keys in use here made the archive."""
        check_signature(self._text, self._read_text(SIGNATURE))

    def check_files(self) -> None:
        """Read the whole archive once, and raise `ArchiveDamaged` at the first file that is not what the manifest says."""
        names = self._zip.namelist()
        if sorted(names) != sorted([*self.manifest.files, MANIFEST, SIGNATURE]) or DATABASE not in names:
            raise ArchiveDamaged("This backup does not hold the files that its manifest lists. Use another copy of the backup.")
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
                raise ArchiveDamaged("The manifest of this backup is far too large. Use another copy of the backup.")
            return self._zip.read(name).decode()
        except (KeyError, ValueError, *UNREADABLE) as error:
            raise ArchiveDamaged(f"This file has no {name} that can be read: it is not a backup, or it is damaged.") from error


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The archive at this path. Raises `ArchiveDamaged` for what is no whole archive."""
    try:
        file = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise ArchiveDamaged(f"{path} is not a whole backup: it was cut off, or it is another kind of file.") from error
    except OSError as error:
        raise ArchiveDamaged(f"{path} cannot be read: {error.strerror or error}.") from error
    with file:
        yield Archive(file)
