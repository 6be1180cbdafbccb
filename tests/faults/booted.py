"""What `tests.faults.processes` runs: the project is set up once, in the process from which the others are forked."""

import os
from collections.abc import Mapping
from pkgutil import resolve_name

import django

django.setup()

from django.db import connection  # noqa: E402 - with settings only

from core import work  # noqa: E402 - with models, which can be imported only now


def work_on(work_id: int, fault: str, constants: Mapping[str, object], database: str) -> None:
    assert connection.settings_dict["NAME"] == database
    os.environ["ECS_FAULT"] = fault
    for path, value in constants.items():
        module, _dot, name = path.rpartition(".")
        setattr(resolve_name(module), name, value)
    work.run(work_id, seconds=60)
