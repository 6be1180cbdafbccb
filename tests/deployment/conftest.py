"""Static files are collected once for all tests of a run, as the Dockerfile does it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.deployment.production import PRODUCTION, ROOT, Installation, collecting_command
from tests.shared_folders import made_once


@pytest.fixture(scope="session")
def static_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the Dockerfile's own command filled."""
    return made_once(tmp_path_factory, "collected", _collect)


def _collect(folder: Path) -> None:
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


@pytest.fixture
def installation(tmp_path: Path, static_root: Path, transactional_db: None) -> Iterator[Installation]:
    yield Installation(tmp_path, static_root)
    # Its processes had connections of their own to the database that the next test empties.
    connection.close()
