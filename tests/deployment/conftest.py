"""Static files are collected once for all tests of a run, as the Dockerfile does it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from devservers.sharing import exclusive
from tests.deployment.production import PRODUCTION, ROOT, Installation, collecting_command


@pytest.fixture(scope="session")
def static_root(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder that the Dockerfile's own command filled."""
    base = tmp_path_factory.getbasetemp()
    # The workers of a run share the folder above their own.
    folder = (base if worker_id == "master" else base.parent) / "collected"
    with exclusive(folder.with_name("collecting.lock")):
        if not (folder / "staticfiles.json").exists():
            path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
            done = subprocess.run(  # noqa: S602 - as Docker runs it
                collecting_command(),
                shell=True,
                env={"PATH": path, "DJANGO_SETTINGS_MODULE": PRODUCTION, "STATIC_ROOT": str(folder)},
                cwd=ROOT,
                check=False,
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def installation(tmp_path: Path, static_root: Path, transactional_db: None) -> Iterator[Installation]:
    yield Installation(tmp_path, static_root)
    # Its processes had connections of their own to the database that the next test empties.
    connection.close()
