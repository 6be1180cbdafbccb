"""A backup is one checked file that restores elsewhere: the same rows, journals and uploads, or a refusal that says why."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from core import uploads
from desk.backups import make_backup, making, restore, schema
from desk.backups.archive import MANIFEST, SIGNATURE, UNFINISHED
from desk.backups.manifest import Facts
from desk.backups.postgres import _command
from desk.backups.refusals import ArchiveDamaged, BackupRefused, RestoreDiffers, RestoreRefused
from feedback.models import Import, Interaction
from journal import queries as journals
from people.models import Person
from quality.models import ExternalImport
from tests.conftest import environment_of_processes
from tests.factories import evaluations, feedback
from tests.factories.people import PersonFactory, organisation, personas
from tests.faults.processes import KILLED
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

Elsewhere = Callable[[], Any]
WAITING = feedback.calls(["W1;Wanda;04.01.2026;0.5;Billing;Y;Y;1;12:00:01 AM;5;Y;"])


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


@pytest.fixture
def waiting(tmp_path: Path, settings: Any) -> Import:
    """An installation with published feedback, a file whose names are unknown, and a file of evaluations to be read."""
    settings.MEDIA_ROOT = tmp_path / "data" / "uploads"
    organisation()
    someone = personas()
    feedback.imported(feedback.calls())
    evaluations.received(someone.ops, b"[]")
    return feedback.imported(WAITING, creates_people=False)


@pytest.fixture
def elsewhere(tmp_path: Path, settings: Any) -> Iterator[Elsewhere]:
    """Another installation on the same server: an empty database, and no uploads."""
    usual, name = connection.settings_dict["NAME"], f"{connection.settings_dict['NAME']}_elsewhere"
    _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE template0')
    here = settings.MEDIA_ROOT

    @contextmanager
    def other() -> Iterator[None]:
        connection.close()
        connection.settings_dict["NAME"], settings.MEDIA_ROOT = name, tmp_path / "elsewhere" / "uploads"
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"], settings.MEDIA_ROOT = usual, here

    yield other
    _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(*statements: str) -> None:
    with connection.creation._nodb_cursor() as cursor:  # type: ignore[attr-defined] # the stubs leave it out
        for statement in statements:
            cursor.execute(statement)


def facts() -> Facts:
    with transaction.atomic():
        return schema.facts()


def manage(*words: str | Path, data: Path, fault: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**environment_of_processes(), "ECS_DATA_DIR": str(data), "ECS_FAULT": fault}
    command = [sys.executable, str(project.BASE_DIR / "manage.py"), *map(str, words)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_a_backup_restores_elsewhere_with_the_same_rows_journals_and_uploads(
    waiting: Import, backups: Path, elsewhere: Elsewhere
) -> None:
    said, before = StringIO(), facts()
    call_command("backup", str(backups), stdout=said)
    (archive,) = backups.glob("ecs-*.zip")
    assert f"{archive}: {sum(before.counts.values()):,} rows, 1 journals, 2 uploads" in said.getvalue()
    read = Path(project.MEDIA_ROOT, ExternalImport.objects.get().path).read_bytes()
    with elsewhere():
        said = StringIO()
        call_command("restore", str(archive), stdout=said)
        assert facts() == before
        assert before.counts["feedback_interaction"] == Interaction.objects.count() == 5
        assert journals.heads() == before.heads
        assert before.heads
        assert list(journals.damages()) == []
        place = Path(project.MEDIA_ROOT, waiting.path)
        assert place.read_bytes() == WAITING
        assert place.stat().st_mode & 0o777 == 0o600
        assert Path(project.MEDIA_ROOT, ExternalImport.objects.get().path).read_bytes() == read
        assert not schema.has_marker()
        assert "All counts and journals are as they were." in said.getvalue()
        # The sequences go on where they were.
        assert PersonFactory(display_name="Zoe").pk > max(
            Person.objects.exclude(display_name="Zoe").values_list("pk", flat=True)
        )


def test_an_archive_can_be_read_by_its_owner_only(waiting: Import, backups: Path) -> None:
    made = make_backup(backups / "mine.zip")
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in backups.iterdir() if not path.name.startswith(".")] == ["mine.zip"]


def test_sign_ins_and_the_secret_key_are_not_in_a_backup(
    waiting: Import, backups: Path, elsewhere: Elsewhere, settings: Any
) -> None:
    Session.objects.create(session_key="key-of-a-session", session_data="-", expire_date="2100-01-01T00:00Z")
    settings.SECRET_KEY = "a key that is easily found in a file"
    archive = make_backup(backups).path
    with zipfile.ZipFile(archive) as file:
        content = b"".join(file.read(name) for name in file.namelist())
    assert settings.SECRET_KEY.encode() not in content
    with elsewhere():
        restore(archive)
        assert not Session.objects.exists()


def test_the_password_is_not_on_the_command_line_of_the_tools() -> None:
    password = connection.settings_dict["PASSWORD"]
    assert password
    assert password not in " ".join(_command("pg_dump", 150_000))


def test_a_backup_is_of_one_moment_while_others_write(
    waiting: Import, backups: Path, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real = facts(), making.dumped

    def written_meanwhile() -> None:
        PersonFactory(display_name="Late")
        Path(project.MEDIA_ROOT, waiting.path).unlink()
        Import.objects.filter(pk=waiting.pk).delete()

    def dumped(*args: Any, **options: Any) -> Any:
        assert at_once(written_meanwhile) == [None]
        return real(*args, **options)

    monkeypatch.setattr(making, "dumped", dumped)
    archive = make_backup(backups).path
    assert not Import.objects.filter(pk=waiting.pk).exists()
    with elsewhere():
        restore(archive)
        assert facts() == before
        assert Path(project.MEDIA_ROOT, waiting.path).read_bytes() == WAITING


def test_a_file_that_is_published_at_the_last_moment_is_not_missed(
    waiting: Import, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, asked = uploads.needed, []

    def published() -> None:
        Import.objects.filter(pk=waiting.pk).update(state=Import.State.ABANDONED)
        Path(project.MEDIA_ROOT, waiting.path).unlink()

    def needed() -> list[str]:
        paths = real()
        if not asked:
            assert at_once(published) == [None]
        asked.append(paths)
        return paths

    monkeypatch.setattr(making.uploads, "needed", needed)
    manifest = make_backup(backups).manifest
    assert waiting.path in asked[0]
    assert manifest.missing_uploads == ()
    assert f"uploads/{waiting.path}" not in manifest.files


def test_an_upload_that_is_lost_is_reported_and_does_not_stop_the_backup(waiting: Import, backups: Path) -> None:
    Path(project.MEDIA_ROOT, waiting.path).unlink()
    said = StringIO()
    call_command("backup", str(backups), stdout=StringIO(), stderr=said)
    assert f"The upload {waiting.path} is needed by an import" in said.getvalue()


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
        name = next(name for name in file.namelist() if name.startswith("uploads/imports/"))
    rewrite(archive, {name: lambda content: content.replace(b"Wanda", b"Wilma")})


def drop_the_signature(archive: Path) -> None:
    rewrite(archive, {SIGNATURE: lambda _text: b""})


def add_a_file(archive: Path) -> None:
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr("uploads/../../outside", "text")


def be_something_else(archive: Path) -> None:
    archive.write_text("Call Id;Agent\n")


def rewrite(archive: Path, changes: dict[str, Callable[[bytes], bytes]]) -> None:
    with zipfile.ZipFile(archive) as file:
        content = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(archive, "w") as file:
        for name, data in content.items():
            file.writestr(name, changes.get(name, lambda same: same)(data))


@pytest.mark.parametrize(
    "harm",
    [
        cut_off,
        flip_a_byte_of_the_dump,
        change_the_manifest,
        change_an_upload_and_its_checksum,
        drop_the_signature,
        add_a_file,
        be_something_else,
    ],
)
def test_a_damaged_archive_is_refused_before_anything_is_changed(
    harm: Callable[[Path], None], waiting: Import, backups: Path, elsewhere: Elsewhere
) -> None:
    archive = make_backup(backups).path
    harm(archive)
    with elsewhere():
        with pytest.raises(ArchiveDamaged):
            restore(archive)
        assert not schema.has_marker()
        assert schema.tables() == []
        assert not Path(project.MEDIA_ROOT).exists()


def test_a_backup_of_another_key_is_refused_unless_the_key_is_a_fallback_or_lost(
    waiting: Import, backups: Path, elsewhere: Elsewhere, settings: Any
) -> None:
    archive, key = make_backup(backups).path, settings.SECRET_KEY
    settings.SECRET_KEY = "another key"
    with elsewhere():
        with pytest.raises(CommandError, match="made with another SECRET_KEY"):
            call_command("restore", str(archive))
        assert schema.tables() == []
        settings.SECRET_KEY_FALLBACKS = [key]
        assert not restore(archive).has_other_key
        schema.empty()
        settings.SECRET_KEY_FALLBACKS = []
        said = StringIO()
        call_command("restore", str(archive), "--other-key", stdout=StringIO(), stderr=said)
        assert "make a new secret for each webhook" in said.getvalue()


def test_a_restore_says_which_fallback_keys_it_lacks(
    waiting: Import, backups: Path, elsewhere: Elsewhere, settings: Any
) -> None:
    settings.SECRET_KEY_FALLBACKS = ["the key before"]
    archive = make_backup(backups).path
    settings.SECRET_KEY_FALLBACKS = []
    with elsewhere():
        said = StringIO()
        call_command("restore", str(archive), stdout=StringIO(), stderr=said)
        assert "SECRET_KEY_FALLBACKS lacks a key" in said.getvalue()


def test_a_database_that_is_not_empty_is_left_alone(waiting: Import, backups: Path) -> None:
    archive, before = make_backup(backups).path, facts()
    with pytest.raises(RestoreRefused, match="not empty"):
        restore(archive)
    assert facts() == before


def test_a_backup_of_a_newer_version_is_refused(waiting: Import, backups: Path, elsewhere: Elsewhere) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('core', '9999_later', now())")
    try:
        archive = make_backup(backups).path
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later'")
    with elsewhere(), pytest.raises(RestoreRefused, match=r"core\.9999_later"):
        restore(archive)


def test_a_backup_of_an_older_version_is_migrated(waiting: Import, backups: Path, elsewhere: Elsewhere) -> None:
    current = facts()
    call_command("migrate", "feedback", "0012", verbosity=0)
    try:
        archive = make_backup(backups).path
    finally:
        call_command("migrate", "feedback", verbosity=0)
    with elsewhere():
        done = restore(archive)
        assert done.manifest.facts.migrations < current.migrations
        assert facts().migrations == current.migrations


def test_a_result_that_differs_is_never_taken_for_a_restore(
    waiting: Import, backups: Path, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = make_backup(backups / "right.zip").path
    state = facts()
    wrong = Facts(state.server_version, state.migrations, {**state.counts, "people_person": 99}, {1: (7, "0" * 64)})
    monkeypatch.setattr(making, "facts", lambda: wrong)
    archive = make_backup(backups / "wrong.zip").path
    with elsewhere():
        with pytest.raises(RestoreDiffers, match=r"people_person has \d+ rows instead of 99; journal 1 ends"):
            restore(archive)
        with pytest.raises(BackupRefused, match="was not finished"):
            make_backup(backups / "of-it.zip")
        restore(right)
        assert facts() == state


def test_a_journal_that_was_tampered_with_is_restored_and_reported(
    waiting: Import, backups: Path, elsewhere: Elsewhere
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE journal_entry SET verb = 'something.else' WHERE sequence = 1")
        cursor.execute("ALTER TABLE journal_entry ENABLE TRIGGER USER")
    archive = make_backup(backups).path
    with elsewhere():
        with pytest.raises(CommandError, match="entry 1: was changed after it was written"):
            call_command("restore", str(archive), stdout=StringIO())
        assert not schema.has_marker()


@pytest.mark.parametrize("fault", ["backup.dumped", "backup.written"])
def test_a_backup_killed_halfway_never_looks_complete(fault: str, waiting: Import, backups: Path, tmp_path: Path) -> None:
    assert manage("backup", backups, data=tmp_path / "data", fault=fault).returncode == KILLED
    assert list(backups.glob("ecs-*")) == []
    assert list(backups.glob(f"{UNFINISHED}*")) != []
    assert seconds_until_due(backups) == 0
    make_backup(backups)
    assert len(list(backups.glob("ecs-*"))) == 1
    assert list(backups.glob(f"{UNFINISHED}*")) == []


def seconds_until_due(folder: Path) -> float:
    return making.seconds_until_due(folder, every_hours=24)


@pytest.mark.parametrize("fault", ["restore.begun", "restore.loaded", "restore.compared"])
def test_a_restore_killed_halfway_can_be_run_again(
    fault: str, waiting: Import, backups: Path, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    archive, before = make_backup(backups).path, facts()
    with elsewhere():
        data = tmp_path / "elsewhere"
        assert manage("restore", archive, data=data, fault=fault).returncode == KILLED
        again = manage("restore", archive, data=data)
        assert again.returncode == 0, again.stderr
        assert facts() == before
        assert not schema.has_marker()


def test_only_as_many_backups_as_wanted_are_kept(waiting: Import, backups: Path) -> None:
    for day in ("2026-01-01", "2026-01-02", "2026-01-03"):
        (backups / f"ecs-{day}T030000Z.zip").touch()
    (backups / "notes.zip").touch()
    made = make_backup(backups, keep=2)
    assert sorted(path.name for path in backups.glob("*.zip")) == ["ecs-2026-01-03T030000Z.zip", made.path.name, "notes.zip"]


def test_a_backup_that_fails_deletes_no_older_one(waiting: Import, backups: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older = backups / "ecs-2026-01-01T030000Z.zip"
    older.touch()
    monkeypatch.setenv("PGSSLMODE", "no-such-mode")
    with pytest.raises(BackupRefused, match="pg_dump stopped"):
        make_backup(backups, keep=1)
    assert list(backups.glob("*.zip")) == [older]
    assert list(backups.glob(f"{UNFINISHED}*")) == []


def test_an_existing_file_is_never_overwritten(waiting: Import, backups: Path) -> None:
    (backups / "mine.zip").write_text("older")
    with pytest.raises(BackupRefused, match="is there already"):
        make_backup(backups / "mine.zip")
    assert (backups / "mine.zip").read_text() == "older"


def test_one_backup_at_a_time_is_written_into_a_folder(waiting: Import, backups: Path) -> None:
    with making._alone_in(backups), pytest.raises(BackupRefused, match="Another backup"):
        make_backup(backups)


def test_a_folder_that_is_not_there_is_named(waiting: Import, backups: Path) -> None:
    with pytest.raises(CommandError, match="nowhere cannot be written to"):
        call_command("backup", str(backups / "nowhere" / "b.zip"))


def test_an_archive_is_readable_without_this_application(waiting: Import, backups: Path, tmp_path: Path) -> None:
    archive = make_backup(backups).path
    with zipfile.ZipFile(archive) as file:
        manifest = json.loads(file.read(MANIFEST))
        dump = Path(file.extract("database.dump", tmp_path))
    assert manifest["facts"]["counts"]["feedback_interaction"] == 5
    listed = subprocess.run([_command("pg_restore", 180_000)[0], "--list", dump], capture_output=True, text=True, check=True)
    assert "feedback_interaction" in listed.stdout
    shutil.rmtree(backups)
