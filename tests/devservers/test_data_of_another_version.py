"""Data of another version is detected, and set aside on request."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError

from devservers import attach, detach, other_version, remove
from devservers.folders import PROJECT_DIR

APPLIED = MigrationRecorder.Migration.objects


def is_foreign() -> bool:
    return other_version.is_of_another_version(connection)


@pytest.mark.django_db
def test_database_of_this_version_is_known() -> None:
    assert not is_foreign()


@pytest.mark.django_db
def test_migration_that_no_room_has_shows_another_version() -> None:
    APPLIED.create(app="feedback", name="0099_of_another_version")
    assert is_foreign()


@pytest.mark.django_db
def test_missing_migration_below_others_shows_another_version() -> None:
    APPLIED.filter(app="people", name="0001_initial").delete()
    assert is_foreign()


@pytest.mark.django_db
def test_migrations_of_packages_do_not_matter() -> None:
    APPLIED.create(app="admin", name="0001_initial")
    assert not is_foreign()


def ask(database: str, statement: str) -> list[tuple[object, ...]]:
    values = connections["default"].settings_dict
    address = {"host": values["HOST"], "port": values["PORT"] or None, "user": values["USER"], "password": values["PASSWORD"]}
    with psycopg.connect(**address, dbname=database, autocommit=True) as asked:
        cursor = asked.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


@pytest.mark.django_db
def test_database_and_uploads_are_set_aside_whole(tmp_path: Path) -> None:
    name = f"{connection.settings_dict['NAME']}_other"
    ask("postgres", f"CREATE DATABASE {name}")
    ask(name, "CREATE TABLE kept AS SELECT 1 AS number")
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "file.csv").write_text("kept")
    other = connections.create_connection("default")
    other.settings_dict = {**connection.settings_dict, "NAME": name}
    values = connection.settings_dict
    try:
        with (
            psycopg.connect(host=values["HOST"], user=values["USER"], password=values["PASSWORD"], dbname=name),
            pytest.raises(OperationalError, match="being accessed"),
        ):
            other_version.set_aside(other, tmp_path, "20260102")
        assert (tmp_path / "uploads" / "file.csv").exists()
        assert other_version.set_aside(other, tmp_path, "20260102") == f"{name}_until_20260102"
        assert ask(f"{name}_until_20260102", "SELECT number FROM kept") == [(1,)]
        assert ask(name, "SELECT to_regclass('kept')") == [(None,)]
        assert (tmp_path / "uploads-until-20260102" / "file.csv").read_text() == "kept"
        assert not (tmp_path / "uploads").exists()
    finally:
        other.close()
        for each in (name, f"{name}_until_20260102"):
            ask("postgres", f"DROP DATABASE IF EXISTS {each} WITH (FORCE)")


def test_up_changes_nothing_unless_it_is_told_to(tmp_path: Path) -> None:
    database_url = attach(tmp_path).database_url
    try:
        with psycopg.connect(database_url, autocommit=True) as made:
            made.execute("CREATE TABLE django_migrations (id serial, app text, name text, applied timestamptz DEFAULT now())")
            made.execute("INSERT INTO django_migrations (app, name) VALUES ('feedback', '0099_of_another_version')")
        unset = {"DATABASE_URL", "REDIS_URL", "ECS_REDIS_DATABASE"}
        own = {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "ECS_DATA_DIR": str(tmp_path), "ECS_EMBEDDED_DURABLE": "0"}
        environment = {key: value for key, value in os.environ.items() if key not in unset} | own | {"PORT": "48123"}
        up = subprocess.run(
            [sys.executable, "manage.py", "up", "--no-demo"],
            cwd=PROJECT_DIR,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert up.returncode == 1
        assert "This version can't use it" in up.stdout
        assert "Nothing was changed" in up.stderr
        with psycopg.connect(database_url) as made:
            assert made.execute("SELECT name FROM django_migrations").fetchall() == [("0099_of_another_version",)]
    finally:
        detach(tmp_path)
        remove(tmp_path)
