"""Restoring backups: the same rows, journals and uploads, or a refusal with its reason."""

import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as project
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection

from core.triggers import not_in_force
from desk.backups import creation, make_backup, restoration, restore, schema
from desk.backups.manifest import DatabaseFacts
from desk.backups.refusals import BackupRefused, RestoreDiffers, RestoreRefused
from feedback.models import Interaction
from intake.models import Import, ImportKind
from journal import queries as journals
from people.models import Person
from tests.desk.installations import WAITING, Elsewhere, facts, manage
from tests.factories.people import PersonFactory
from tests.faults.processes import KILLED
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_backup_restores_elsewhere_with_the_same_rows_journals_and_uploads(
    waiting: Import, backups: Path, elsewhere: Elsewhere
) -> None:
    said, before = StringIO(), facts()
    call_command("backup", str(backups), stdout=said)
    (archive,) = backups.glob("ecs-*.zip")
    assert f"{archive}: {sum(before.counts.values()):,} rows, 1 journals, 2 uploads" in said.getvalue()
    read = Path(project.MEDIA_ROOT, Import.objects.get(kind=ImportKind.EVALUATIONS).path).read_bytes()
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
        assert Path(project.MEDIA_ROOT, Import.objects.get(kind=ImportKind.EVALUATIONS).path).read_bytes() == read
        assert list(not_in_force()) == []
        assert not schema.has_marker()
        assert "All counts and journals match the backup." in said.getvalue()
        # Sequences continue where they were.
        assert PersonFactory.create(display_name="Zoe").pk > max(
            Person.objects.exclude(display_name="Zoe").values_list("pk", flat=True)
        )


def test_statistics_are_collected_around_a_table_that_another_session_has_locked() -> None:
    PersonFactory.create_batch(3)
    with psycopg.connect(**connection.get_connection_params()) as other, connection.cursor() as cursor:
        other.execute("LOCK TABLE people_team IN SHARE UPDATE EXCLUSIVE MODE")
        cursor.execute("SET lock_timeout = '100ms'")
        try:
            schema.analyze()
        finally:
            cursor.execute("RESET lock_timeout")
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'people_person'")
        assert cursor.fetchone() == (Person.objects.count(),)


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
        assert "Make a new secret for each webhook" in said.getvalue()


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
    with pytest.raises(RestoreRefused, match="isn't empty"):
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
    call_command("migrate", "protocol", "zero", verbosity=0)
    try:
        archive = make_backup(backups).path
    finally:
        call_command("migrate", "protocol", verbosity=0)
    with elsewhere():
        done = restore(archive)
        assert done.manifest.facts.migrations < current.migrations
        assert facts().migrations == current.migrations


def test_restore_with_a_different_result_is_refused(
    waiting: Import, backups: Path, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = make_backup(backups / "right.zip").path
    state = facts()
    wrong = DatabaseFacts(state.server_version, state.migrations, {**state.counts, "people_person": 99}, {1: (7, "0" * 64)})
    monkeypatch.setattr(creation, "facts", lambda: wrong)
    archive = make_backup(backups / "wrong.zip").path
    with elsewhere():
        with pytest.raises(RestoreDiffers, match=r"people_person has \d+ rows instead of 99; journal 1 ends"):
            restore(archive)
        with pytest.raises(BackupRefused, match="wasn't completed"):
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


def test_one_restore_at_a_time_works_on_a_database(waiting: Import, backups: Path, elsewhere: Elsewhere) -> None:
    archive = make_backup(backups).path
    with elsewhere(), restoration._alone():
        (refusal,) = at_once(lambda: restore(archive))
        assert isinstance(refusal, RestoreRefused)
        assert "Another restore" in str(refusal)
        assert schema.tables() == []


@pytest.mark.parametrize("fault", ["restore.begun", "restore.loaded", "restore.compared"])
def test_a_restore_killed_halfway_can_be_run_again(
    fault: str, waiting: Import, backups: Path, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    archive, before = make_backup(backups).path, facts()
    with elsewhere():
        assert manage("restore", archive, data=tmp_path / "elsewhere", fault=fault).returncode == KILLED
        restore(archive)
        assert facts() == before
        assert not schema.has_marker()
