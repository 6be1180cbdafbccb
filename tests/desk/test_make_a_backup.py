"""Backups: one complete file of one moment, made while web and workers keep running."""

import json
import subprocess
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.db import connection

from core import uploads
from desk.backups import creation, make_backup, postgres, restore, schema
from desk.backups.archive import MANIFEST, UNFINISHED
from desk.backups.postgres import _command
from desk.backups.refusals import BackupRefused
from intake.models import Import
from tests.desk.installations import WAITING, Elsewhere, facts, manage
from tests.factories.people import PersonFactory
from tests.faults.processes import KILLED
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_archive_can_be_read_by_its_owner_only(waiting: Import, backups: Path) -> None:
    made = make_backup(backups / "mine.zip")
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in backups.iterdir() if not path.name.startswith(".")] == ["mine.zip"]


def test_the_password_is_not_on_the_command_line_of_the_tools() -> None:
    password = connection.settings_dict["PASSWORD"]
    assert password
    assert password not in " ".join(_command("pg_dump", schema.server_version()))


def test_tools_of_another_major_version_are_not_used() -> None:
    with pytest.raises(BackupRefused, match="pg_dump of PostgreSQL 9 is required"):
        _command("pg_dump", 90_600)


def test_a_backup_is_of_one_moment_while_others_write(
    waiting: Import, backups: Path, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real = facts(), postgres.dumped

    def written_meanwhile() -> None:
        PersonFactory.create(display_name="Late")
        Path(project.MEDIA_ROOT, waiting.path).unlink()
        Import.objects.filter(pk=waiting.pk).delete()

    def dumped(*args: Any, **options: Any) -> Any:
        assert at_once(written_meanwhile) == [None]
        return real(*args, **options)

    monkeypatch.setattr(creation, "dumped", dumped)
    archive = make_backup(backups).path
    assert not Import.objects.filter(pk=waiting.pk).exists()
    with elsewhere():
        restore(archive)
        assert facts() == before
        assert Path(project.MEDIA_ROOT, waiting.path).read_bytes() == WAITING


def test_a_file_that_is_published_at_the_last_moment_is_not_missed(
    waiting: Import, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = uploads.needed
    asked: list[list[str]] = []

    def published() -> None:
        Import.objects.filter(pk=waiting.pk).update(state=Import.State.ABANDONED)
        Path(project.MEDIA_ROOT, waiting.path).unlink()

    def needed() -> list[str]:
        paths = real()
        if not asked:
            assert at_once(published) == [None]
        asked.append(paths)
        return paths

    monkeypatch.setattr(uploads, "needed", needed)
    manifest = make_backup(backups).manifest
    assert waiting.path in asked[0]
    assert manifest.missing_uploads == ()
    assert f"uploads/{waiting.path}" not in manifest.files


def test_an_upload_that_is_lost_is_reported_and_does_not_stop_the_backup(waiting: Import, backups: Path) -> None:
    Path(project.MEDIA_ROOT, waiting.path).unlink()
    said = StringIO()
    call_command("backup", str(backups), stdout=StringIO(), stderr=said)
    assert f"The upload {waiting.path} is missing from this disk" in said.getvalue()


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
    return creation.seconds_until_due(folder, every_hours=24)


def test_only_as_many_backups_as_wanted_are_kept(waiting: Import, backups: Path) -> None:
    for day in ("2026-01-01", "2026-01-02", "2026-01-03"):
        (backups / f"ecs-{day}T030000Z.zip").touch()
    (backups / "notes.zip").touch()
    made = make_backup(backups, keep=2)
    assert sorted(path.name for path in backups.glob("*.zip")) == ["ecs-2026-01-03T030000Z.zip", made.path.name, "notes.zip"]


def test_new_backup_stays_although_older_ones_have_later_names(waiting: Import, backups: Path) -> None:
    (backups / "ecs-2999-01-01T030000Z.zip").touch()
    made = make_backup(backups, keep=1)
    assert list(backups.glob("*.zip")) == [made.path]


def test_a_backup_that_fails_deletes_no_older_one(waiting: Import, backups: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older = backups / "ecs-2026-01-01T030000Z.zip"
    older.touch()
    monkeypatch.setenv("PGSSLMODE", "no-such-mode")
    with pytest.raises(BackupRefused, match="pg_dump failed"):
        make_backup(backups, keep=1)
    assert list(backups.glob("*.zip")) == [older]
    assert list(backups.glob(f"{UNFINISHED}*")) == []


def test_an_existing_file_is_never_overwritten(waiting: Import, backups: Path) -> None:
    (backups / "mine.zip").write_text("older")
    with pytest.raises(BackupRefused, match="already exists"):
        make_backup(backups / "mine.zip")
    assert (backups / "mine.zip").read_text() == "older"


def test_one_backup_at_a_time_is_written_into_a_folder(waiting: Import, backups: Path) -> None:
    with creation._alone_in(backups), pytest.raises(BackupRefused, match="Another backup"):
        make_backup(backups)


def test_a_folder_that_is_not_there_is_named(waiting: Import, backups: Path) -> None:
    with pytest.raises(CommandError, match="nowhere can't be written to"):
        call_command("backup", str(backups / "nowhere" / "b.zip"))


def test_an_archive_is_readable_without_this_application(waiting: Import, backups: Path, tmp_path: Path) -> None:
    archive = make_backup(backups).path
    with zipfile.ZipFile(archive) as file:
        manifest = json.loads(file.read(MANIFEST))
        dump = Path(file.extract("database.dump", tmp_path))
    assert manifest["facts"]["counts"]["feedback_interaction"] == 5
    listed = subprocess.run(
        [_command("pg_restore", schema.server_version())[0], "--list", dump], capture_output=True, text=True, check=True
    )
    assert "feedback_interaction" in listed.stdout
