"""The embedded servers for the test suite, in a data folder of the tests' own.

Run pytest as ``python -m pytest -p devservers.pytest_plugin`` (the option belongs into ``addopts``). A call in
conftest.py would come too late: pytest-django loads the settings before any conftest is read. The workers of
pytest-xdist inherit the addresses from the process that starts them, so all share its servers.

With DATABASE_URL and REDIS_URL set, the suite runs against the servers they name.
"""

import os
from pathlib import Path

from devservers import provide
from devservers.places import PROJECT_DIR


def use_servers_of_the_tests() -> None:
    """Point the environment at the tests' own servers, so that the suite never touches those of `make run`."""
    folder = os.environ.get("ECS_TEST_DATA_DIR") or str(PROJECT_DIR / ".data" / "test")
    os.environ["ECS_DATA_DIR"] = str(Path(folder).resolve())
    os.environ.setdefault("ECS_EMBEDDED_DURABLE", "0")
    provide(os.environ)


def pytest_addoption() -> None:
    """The first hook that pytest calls: it comes before the settings are loaded."""
    use_servers_of_the_tests()
