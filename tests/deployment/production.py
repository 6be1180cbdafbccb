"""An installation with production settings on this test's servers, started with the commands of docker-compose.yml."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)
PRODUCTION = "config.settings.production"
HOST = "crisis.example.org"
SENDER = "Crisis desk <crisis@example.org>"
KEY = "a-key-for-the-tests-of-production-" + "0123456789" * 3
# Each has a meaning to a shell, to Compose, to an address, or to Valkey's command line.
NASTY = "--p@ss:/w%rd#?&$ \"'\\é`x` $(id) {}[]+="


def compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return document


def interpolated(value: str, variables: Mapping[str, str]) -> str:
    """A value of the Compose file as Compose reads it: variables filled in, `$$` a dollar sign."""

    def filled(match: re.Match[str]) -> str:
        if match["dollar"]:
            return "$"
        given = variables.get(match["name"], "")
        if not given and match["kind"] == "?":
            raise KeyError(match["name"])
        return given or (interpolated(match["rest"], variables) if match["kind"] == "-" else "")

    pattern = r"(?P<dollar>\$\$)|\$\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<rest>[^{}]*(?:\$\{[^}]*\})?))?\}"
    return re.sub(pattern, filled, value)


def environment_of(service: str, variables: Mapping[str, str]) -> dict[str, str]:
    """The environment that Compose gives to a container of the service."""
    return {
        name: interpolated(str(value or ""), variables) for name, value in compose()["services"][service]["environment"].items()
    }


def image_command() -> list[str]:
    """What a container of the image runs unless Compose says otherwise."""
    (line,) = [line for line in (ROOT / "Dockerfile").read_text().splitlines() if line.startswith("CMD ")]
    command: list[str] = json.loads(line.removeprefix("CMD "))
    return command


def collecting_command() -> str:
    """The Dockerfile's command that collects static files, with nothing in its environment but what it sets itself."""
    commands = re.split(r"\n(?=[A-Z#])", (ROOT / "Dockerfile").read_text())
    (command,) = [command for command in commands if command.startswith("RUN ") and "collectstatic" in command]
    return command.removeprefix("RUN ")


def command_of(service: str) -> list[str]:
    """What a container of the service runs: its own command, or that of the image."""
    return [interpolated(word, {}) for word in compose()["services"][service].get("command", image_command())]


def health_check_of(service: str) -> list[str]:
    kind, *words = compose()["services"][service]["healthcheck"]["test"]
    words = [interpolated(word, {}) for word in words]
    return ["sh", "-c", *words] if kind == "CMD-SHELL" else words


class Installation:
    """Processes of an installation. `port` takes the place of 8000, which may be taken on this machine, and
    `changes` are to the environment.
    """

    def __init__(self, folder: Path, static_root: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.changes: dict[str, str] = {}
        self._static_root = static_root

    def environment(self, service: str) -> dict[str, str]:
        variables = {
            "SECRET_KEY": KEY,
            "ALLOWED_HOSTS": HOST,
            "DEFAULT_FROM_EMAIL": SENDER,
            "POSTGRES_PASSWORD": "x",
            "VALKEY_PASSWORD": "x",
        }
        values = connection.settings_dict
        place = str(values["HOST"]).replace("/", "%2F") + (f":{values['PORT']}" if values["PORT"] else "")
        return {
            **environment_of(service, variables),
            "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
            "HOSTNAME": socket.gethostname(),
            "DJANGO_SETTINGS_MODULE": PRODUCTION,
            "DATABASE_URL": f"postgresql://{values['USER']}@{place}/{values['NAME']}",
            "DATABASE_PASSWORD": str(values["PASSWORD"]),
            "REDIS_URL": settings.REDIS_URL,
            "REDIS_PASSWORD": "",
            "ECS_DATA_DIR": str(settings.DATA_DIR),
            "STATIC_ROOT": str(self._static_root),
            "WEB_CONCURRENCY": "1",
            **self.changes,
        }

    def here(self, words: list[str]) -> list[str]:
        """The command with this machine's port and folder instead of the container's."""
        places = {"0.0.0.0:8000": f"127.0.0.1:{self.port}", ":8000/": f":{self.port}/", "/tmp/beat": f"{self.folder}/beat"}  # noqa: S108
        for there, place in places.items():
            words = [word.replace(there, place) for word in words]
        return words

    @contextmanager
    def running(self, service: str) -> Iterator[subprocess.Popen[str]]:
        """A process of the service, ended at the end. What it wrote is in `log_of`."""
        with (self.folder / f"{service}.log").open("w") as log:
            process = subprocess.Popen(
                self.here(command_of(service)), env=self.environment(service), cwd=ROOT, stdout=log, stderr=log, text=True
            )
            try:
                yield process
            finally:
                process.terminate()
                process.wait(120)

    def log_of(self, service: str) -> str:
        return (self.folder / f"{service}.log").read_text()

    def health_check(self, service: str) -> subprocess.Popen[str]:
        """The service's own health check, begun."""
        command = self.here(health_check_of(service))
        return subprocess.Popen(
            command, env=self.environment(service), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
