"""Secrets in private files next to the data. Settings import this module, so it can't import Django."""

import os
import secrets
from pathlib import Path

KEY_BYTES = 48


def secret_of(path: Path) -> str:
    """The secret in the file, created on first use. Processes that start at the same time agree on one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _written(path)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(KEY_BYTES))
    return path.read_text()


def _written(path: Path) -> str:
    # The other process has created the file but not written to it yet.
    import time

    for _ in range(100):
        if value := path.read_text():
            return value
        time.sleep(0.02)
    raise RuntimeError(f"{path} is empty. Delete it and start again.")
