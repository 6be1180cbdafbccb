"""What `tests.faults.processes` runs: the project is set up once, in the process from which the others are forked."""

import os
from collections.abc import Mapping
from pkgutil import resolve_name

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - with settings only
from django.db import connection  # noqa: E402 - with settings only

from core import mail_runs, work  # noqa: E402 - with models, which can be imported only now


def work_on(database: str, work_id: int, fault: str, constants: Mapping[str, object]) -> None:
    _meet(database, fault)
    _set(constants)
    work.run(work_id, seconds=60)


def send_mail(database: str, fault: str, constants: Mapping[str, object]) -> None:
    _meet(database, fault)
    _set(constants)
    mail_runs.run(seconds=60)


def tick(database: str, fault: str) -> None:
    _meet(database, fault)
    call_command("tick")


def serve(database: str, fault: str, port: int) -> None:
    _meet(database, fault)
    call_command("runserver", str(port), use_reloader=False)


def _meet(database: str, fault: str) -> None:
    """Meet the fault on the way, on the database of the test."""
    assert connection.settings_dict["NAME"] == database
    os.environ["ECS_FAULT"] = fault
    # Name of this process's connections on the server.
    os.environ["PGAPPNAME"] = f"fault-{os.getpid()}"


def _set(constants: Mapping[str, object]) -> None:
    for path, value in constants.items():
        module, _dot, name = path.rpartition(".")
        setattr(resolve_name(module), name, value)
