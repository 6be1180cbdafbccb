"""Folders that all processes of a run share."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from devservers.sharing import exclusive


def shared_folder(factory: pytest.TempPathFactory, name: str) -> Path:
    """A folder of this name that all workers of the run use."""
    base = factory.getbasetemp()
    # The workers of a run share the folder above their own.
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    folder.mkdir(exist_ok=True)
    return folder


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A shared folder that the first worker fills. The others wait for it."""
    folder = shared_folder(factory, name)
    complete = folder.with_name(f"{name}.complete")
    with exclusive(folder.with_name(f"{name}.lock")):
        if not complete.exists():
            make(folder)
            complete.touch()
    return folder
