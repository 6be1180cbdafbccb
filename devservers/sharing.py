"""Many processes, one pair of servers: who starts them, and who is the last one out.

Every attached process holds a shared lock on ``users.lock`` for its life. Starting and stopping happen under an
exclusive lock on ``start.lock``. Whoever leaves and can turn its shared lock into an exclusive one was the last, and
stops the servers. The system drops the locks of a killed process, so there is no count that could be wrong.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devservers.errors import EmbeddedServersError

# Longer than a start with crash recovery takes, so that a second process waits for the first one's start.
LONGEST_WAIT_SECONDS = 180.0


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Be the only one inside, across processes."""
    file = _open(path)
    try:
        deadline = time.monotonic() + LONGEST_WAIT_SECONDS
        while not _locked(file, fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                raise EmbeddedServersError(f"Another process has been holding {path} for too long.")
            time.sleep(0.02)
        yield
    finally:
        # Said and not only closed: a process that was forked meanwhile has a copy of the file, which would keep the lock.
        fcntl.flock(file, fcntl.LOCK_UN)
        os.close(file)


class Hold:
    """The share of this process in the servers. Taken and given up under ``start.lock``."""

    def __init__(self, path: Path) -> None:
        self._file = _open(path)
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def is_the_last(self) -> bool:
        """Whether nobody else holds a share now."""
        if _locked(self._file, fcntl.LOCK_EX):
            return True
        # Turning a lock into another gives the old one up first, so it must be taken again.
        fcntl.flock(self._file, fcntl.LOCK_SH)
        return False

    def close(self) -> None:
        """Give the share up. In a forked child this leaves the parent's share as it is."""
        os.close(self._file)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _locked(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
