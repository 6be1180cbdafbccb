"""Backup service of docker-compose.yml, run as declared: command, health check and versions."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from tests.conftest import environment_of_processes
from tests.factories.people import organisation

ROOT = Path(settings.BASE_DIR)
# Seconds, far more than the first backup takes.
PATIENCE = 60


@pytest.fixture
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    return found


@pytest.fixture
def running(services: dict[str, Any], transactional_db: None, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run the service's command with a temporary folder as its volume."""
    organisation()
    (tmp_path / "backups").mkdir()
    program, *words = [word.replace("/backups", str(tmp_path / "backups")) for word in services["backup"]["command"]]
    assert program == "python"
    environment = {**environment_of_processes(), "ECS_DATA_DIR": str(tmp_path / "data")}
    process = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=environment)
    yield process
    process.kill()
    process.wait()


def is_healthy(service: dict[str, Any], folder: Path) -> bool:
    kind, command = service["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    return subprocess.run(["/bin/sh", "-c", command.replace("/backups", str(folder))], check=False).returncode == 0


def test_service_makes_a_backup_and_keeps_running(
    running: subprocess.Popen[bytes], services: dict[str, Any], tmp_path: Path
) -> None:
    folder, deadline = tmp_path / "backups", time.monotonic() + PATIENCE
    assert not is_healthy(services["backup"], folder)
    while not list(folder.glob("ecs-*.zip")):
        assert running.poll() is None
        assert time.monotonic() < deadline, "no backup was made"
        time.sleep(0.1)
    assert is_healthy(services["backup"], folder)
    (archive,) = folder.glob("ecs-*.zip")
    os.utime(archive, (time.time() - 26 * 3600,) * 2)
    assert not is_healthy(services["backup"], folder), "yesterday's backup is too old"
    assert running.poll() is None


def test_archives_and_uploads_are_on_separate_volumes(services: dict[str, Any]) -> None:
    mounted = dict(volume.split(":") for volume in services["backup"]["volumes"])
    assert mounted == {"backups": "/backups", "uploads": "/data"}
    assert set(services["web"]["volumes"]) <= set(services["backup"]["volumes"])


def test_image_has_tools_of_the_servers_major_version(services: dict[str, Any]) -> None:
    client = re.search(r"^ARG POSTGRES_MAJOR=(\d+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    server = re.match(r"postgres:(\d+)", services["postgres"]["image"])
    assert client is not None
    assert server is not None
    assert client[1] == server[1]
