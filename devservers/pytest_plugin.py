"""Pytest plugin that starts the embedded servers for the test suite, with their own data folder.

Run pytest as ``python -m pytest -p devservers.pytest_plugin`` (the option belongs in ``addopts``). A call in conftest.py would
be too late, because pytest-django loads the settings first. Workers of pytest-xdist inherit the addresses, so all of them
use the same servers.

With DATABASE_URL and REDIS_URL set, the suite uses those servers.
"""

import os
from pathlib import Path

from devservers import provide
from devservers.folders import PROJECT_DIR


def use_servers_of_the_tests() -> None:
    """Set the environment to the tests' own servers, so that the suite never uses those of `make run`."""
    folder = os.environ.get("ECS_TEST_DATA_DIR") or str(PROJECT_DIR / ".data" / "test")
    os.environ["ECS_DATA_DIR"] = str(Path(folder).resolve())
    os.environ.setdefault("ECS_EMBEDDED_DURABLE", "0")
    provide(os.environ)


def pytest_addoption() -> None:
    """First hook of pytest, called before the settings are loaded."""
    use_servers_of_the_tests()
