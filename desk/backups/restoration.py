"""Restoring a backup into an empty database, and checking that the result matches the backup."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath

import pgtrigger
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from core import faults
from desk.backups import schema
from desk.backups.archive import CHUNK_BYTES, DATABASE, UPLOADS, Archive, opened
from desk.backups.manifest import DatabaseFacts, Manifest, key_fingerprints
from desk.backups.postgres import PER_MAJOR, load
from desk.backups.refusals import ArchiveDamaged, RestoreDiffers, RestoreRefused
from journal.queries import damages

DAMAGES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Restored:
    """A finished restore. `damages` are broken journal entries that the backup already had."""

    manifest: Manifest
    has_other_key: bool
    lost_fallbacks: int
    damages: list[str]


def restore(path: Path, *, other_key: bool = False) -> Restored:
    """Restore a backup. Everything is checked before the first change; an interrupted restore can be run again.

    Raises `ArchiveDamaged`, `RestoreRefused`, and `RestoreDiffers` if the result doesn't match the backup.
    """
    with opened(path) as archive, _alone():
        manifest = archive.manifest
        has_other_key = manifest.keys[0] not in key_fingerprints()
        if has_other_key and not other_key:
            raise RestoreRefused(
                "This backup was made with another SECRET_KEY. Set that key, or add it to SECRET_KEY_FALLBACKS. If the key is "
                "lost and you trust this file, add --other-key. Then make a new secret for every webhook, and run "
                "reset_second_factor for each person with an authenticator app."
            )
        if not has_other_key:
            archive.check_signature()
        _refuse_what_does_not_fit(manifest.facts)
        archive.check_files()
        _refuse_unless_empty()
        _put_all(archive, path.name)
        _compare(manifest.facts)
        call_command("migrate", interactive=False, verbosity=0)
        # pgtrigger keeps the version of a trigger in a comment, which dumps don't have.
        pgtrigger.install()
        schema.analyze()
        broken = [f"journal {each.journal_id}, entry {each.sequence}: {each.what}" for each in islice(damages(), DAMAGES_SHOWN)]
        faults.point("restore.compared")
        schema.remove_marker()
    lost = len(set(manifest.keys[1:]) - set(key_fingerprints()))
    return Restored(manifest, has_other_key, lost, broken)


@contextmanager
def _alone() -> Iterator[None]:
    """A lock that allows one restore at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('desk.restore'))")
        if not cursor.fetchone()[0]:
            raise RestoreRefused("Another restore into this database is running. Wait until it is done.")
        cursor.execute("SET statement_timeout = 0")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('desk.restore'))")


def _refuse_what_does_not_fit(facts: DatabaseFacts) -> None:
    needed, here = facts.server_version // PER_MAJOR, schema.server_version() // PER_MAJOR
    if here < needed:
        raise RestoreRefused(
            f"This backup needs PostgreSQL {needed} or newer, but this server has version {here}. Use a newer server."
        )
    if unknown := sorted(facts.migrations - _known_migrations()):
        raise RestoreRefused(
            f"This backup was made by another version, which has the migration {'.'.join(unknown[0])}. Use that version."
        )


def _known_migrations() -> set[tuple[str, str]]:
    migrations = MigrationLoader(None).disk_migrations
    return {*migrations, *(old for migration in migrations.values() for old in migration.replaces)}


def _refuse_unless_empty() -> None:
    found = schema.tables()
    if found and not schema.has_marker():
        raise RestoreRefused(
            f"This database isn't empty: it has {len(found)} tables. Create an empty database and set DATABASE_URL."
        )


def _put_all(archive: Archive, name: str) -> None:
    schema.set_marker(name)
    schema.empty()
    for path in archive.uploads():
        _put_upload(archive, path)
    faults.point("restore.begun")
    with archive.opened(DATABASE) as dump:
        load(dump, server_version=schema.server_version())
    faults.point("restore.loaded")


def _put_upload(archive: Archive, path: str) -> None:
    parts = PurePosixPath(path).parts
    if not parts or PurePosixPath(path).is_absolute() or ".." in parts:
        raise ArchiveDamaged(
            f"An upload in this backup has the name {path}, which isn't allowed. Use another copy of the backup."
        )
    place = Path(settings.MEDIA_ROOT).joinpath(*parts)
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_name(f"{place.name}.unfinished")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file, archive.opened(f"{UPLOADS}{path}") as source:
        while chunk := source.read(CHUNK_BYTES):
            file.write(chunk)
        file.flush()
        os.fsync(descriptor)
    unfinished.rename(place)


def _compare(expected: DatabaseFacts) -> None:
    found = schema.facts()
    differences = [
        f"{table} has {found.counts.get(table, 0)} rows instead of {rows}"
        for table, rows in expected.counts.items()
        if found.counts.get(table) != rows
    ]
    differences += [
        f"journal {journal} ends with entry {found.heads.get(journal, (0, ''))[0]} instead of {head[0]}, or with another hash"
        for journal, head in expected.heads.items()
        if found.heads.get(journal) != head
    ]
    if found.counts.keys() != expected.counts.keys() or found.heads.keys() != expected.heads.keys():
        differences.append("there are more tables or journals")
    if differences:
        raise RestoreDiffers(
            f"The restored database doesn't match the backup: {'; '.join(differences[:DAMAGES_SHOWN])}. Don't use it. "
            "Restore another copy of the backup."
        )
