"""Static files are collected once for all tests of a run, as the Dockerfile does it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from core.embedded.sharing import exclusive
from tests.deployment.production import Installation


@pytest.fixture(scope="session")
def static_root(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder that the real `collectstatic` filled under production settings."""
    base = tmp_path_factory.getbasetemp()
    # The workers of a run share the folder above their own.
    folder = (base if worker_id == "master" else base.parent) / "collected"
    with exclusive(folder.with_name("collecting.lock")):
        if not (folder / "staticfiles.json").exists():
            done = Installation(base, folder).run("python manage.py collectstatic --noinput")
            assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def installation(tmp_path: Path, static_root: Path, transactional_db: None) -> Iterator[Installation]:
    yield Installation(tmp_path, static_root)
    # Its processes had connections of their own to the database that the next test empties.
    connection.close()
