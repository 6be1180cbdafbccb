"""An installation to back up, and another one on the same server to restore into."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings as project
from django.db import connection, transaction

from desk.backups import schema
from desk.backups.manifest import DatabaseFacts
from tests.conftest import environment_of_processes
from tests.factories import feedback

Elsewhere = Callable[[], AbstractContextManager[None]]
WAITING = feedback.calls(["W1;Wanda;04.01.2026;0.5;Billing;Y;Y;1;12:00:01 AM;5;Y;"])


@contextmanager
def another_installation(data: Path, settings: Any) -> Iterator[Elsewhere]:
    """A function that switches to another installation on the same server, with an empty database and no uploads."""
    usual, here = connection.settings_dict["NAME"], settings.MEDIA_ROOT
    name = f"{usual}_elsewhere"
    _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE template0')

    @contextmanager
    def other() -> Iterator[None]:
        connection.close()
        connection.settings_dict["NAME"], settings.MEDIA_ROOT = name, data / "uploads"
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"], settings.MEDIA_ROOT = usual, here

    yield other
    _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(*statements: str) -> None:
    with connection.creation._nodb_cursor() as cursor:  # type: ignore[attr-defined] # the stubs leave it out
        for statement in statements:
            cursor.execute(statement)


def facts() -> DatabaseFacts:
    with transaction.atomic():
        return schema.facts()


def manage(*words: str | Path, data: Path, fault: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**environment_of_processes(), "ECS_DATA_DIR": str(data), "ECS_FAULT": fault}
    command = [sys.executable, str(project.BASE_DIR / "manage.py"), *map(str, words)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
