"""A secret kept in a private file beside the data. Settings import this module, so it knows nothing of Django."""

import os
import secrets
from pathlib import Path

KEY_BYTES = 48


def secret_of(path: Path) -> str:
    """The secret in the file, made on first use. Two processes that start together agree on the first one written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _written(path)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(KEY_BYTES))
    return path.read_text()


def _written(path: Path) -> str:
    # The other process creates the file a moment before it has written into it.
    import time

    for _ in range(100):
        if value := path.read_text():
            return value
        time.sleep(0.02)
    raise RuntimeError(f"{path} is empty. Delete it and start again.")
