"""Sharing the servers between processes: the first one starts them, the last one stops them.

Every attached process holds a shared lock on ``users.lock``. Starting and stopping need an exclusive lock on ``start.lock``.
A detaching process that can upgrade its shared lock to an exclusive one is the last, and stops the servers. The system
releases the locks of a killed process, so there is no counter that could be wrong.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devservers.errors import EmbeddedServersError

# Longer than a start with crash recovery, so that a second process waits for the first one.
LONGEST_WAIT_SECONDS = 180.0


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Exclusive lock across processes."""
    file = _open(path)
    try:
        deadline = time.monotonic() + LONGEST_WAIT_SECONDS
        while not _locked(file, fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                raise EmbeddedServersError(f"Another process has been holding {path} for too long.")
            time.sleep(0.02)
        yield
    finally:
        # Unlocked explicitly, because a forked process has a copy of the file, which would keep the lock.
        fcntl.flock(file, fcntl.LOCK_UN)
        os.close(file)


class Hold:
    """Hold of this process on the servers. Taken and released under ``start.lock``."""

    def __init__(self, path: Path) -> None:
        self._file = _open(path)
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def is_the_last(self) -> bool:
        """True if no other process has a hold."""
        if _locked(self._file, fcntl.LOCK_EX):
            return True
        # Upgrading a lock releases the old one first, so it must be taken again.
        fcntl.flock(self._file, fcntl.LOCK_SH)
        return False

    def close(self) -> None:
        """Release the hold. In a forked child, the parent's hold stays."""
        os.close(self._file)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _locked(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
