"""Damaged backups are refused before anything changes."""

import os
import re
import shutil
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings as project

from desk.backups import make_backup, restore, schema
from desk.backups.archive import MANIFEST, SIGNATURE
from desk.backups.refusals import ArchiveDamaged
from intake.models import Import
from tests.desk.installations import Elsewhere

pytestmark = pytest.mark.django_db(transaction=True)


def cut_off(archive: Path) -> None:
    os.truncate(archive, archive.stat().st_size * 2 // 3)


def flip_a_byte_of_the_dump(archive: Path) -> None:
    content = bytearray(archive.read_bytes())
    at = content.index(b"PGDMP") + 5000
    content[at] ^= 1
    archive.write_bytes(content)


def change_the_manifest(archive: Path) -> None:
    rewrite(archive, {MANIFEST: lambda text: text.replace(b'"size_bytes"', b'"size_bytes" ')})


def change_an_upload_and_its_checksum(archive: Path) -> None:
    with zipfile.ZipFile(archive) as file:
        uploads = {name: file.read(name) for name in file.namelist() if name.startswith("uploads/imports/")}
    [(name, content)] = [each for each in uploads.items() if b"Wanda" in each[1]]
    changed = content.replace(b"Wanda", b"Wilma")
    right, wrong = (sha256(each).hexdigest().encode() for each in (content, changed))
    rewrite(archive, {name: lambda _content: changed, MANIFEST: lambda text: text.replace(right, wrong)})


def drop_the_signature(archive: Path) -> None:
    rewrite(archive, {SIGNATURE: lambda _text: b""})


def add_a_file(archive: Path) -> None:
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr("uploads/../../outside", "text")


def name_no_key(archive: Path) -> None:
    rewrite(archive, {MANIFEST: lambda text: re.sub(rb'"keys": \[[^]]*\]', b'"keys": []', text)})


def pack_the_manifest_in_an_unknown_way(archive: Path) -> None:
    content = bytearray(archive.read_bytes())
    # The compression method in the central directory.
    at = content.rindex(MANIFEST.encode()) - 46 + 10
    content[at : at + 2] = (99).to_bytes(2, "little")
    archive.write_bytes(content)


def be_something_else(archive: Path) -> None:
    archive.write_text("Call Id;Agent\n")


def rewrite(archive: Path, changes: dict[str, Callable[[bytes], bytes]]) -> None:
    with zipfile.ZipFile(archive) as file:
        content = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(archive, "w") as file:
        for name, data in content.items():
            file.writestr(name, changes[name](data) if name in changes else data)


HARMS = [
    cut_off,
    flip_a_byte_of_the_dump,
    change_the_manifest,
    change_an_upload_and_its_checksum,
    drop_the_signature,
    add_a_file,
    name_no_key,
    pack_the_manifest_in_an_unknown_way,
    be_something_else,
]


def test_a_damaged_archive_is_refused_before_anything_is_changed(waiting: Import, backups: Path, elsewhere: Elsewhere) -> None:
    whole = make_backup(backups).path
    for harm in HARMS:
        archive = backups / f"{harm.__name__}.zip"
        shutil.copy(whole, archive)
        harm(archive)
        with elsewhere():
            with pytest.raises(ArchiveDamaged):
                restore(archive)
            assert not schema.has_marker(), harm
            assert schema.tables() == [], harm
            assert not Path(project.MEDIA_ROOT).exists(), harm
