"""Named crash points where tests can kill the process. In production they do nothing.

``ECS_FAULT=import.staged:3`` kills the process (SIGKILL, without cleanup, like a power cut) the third time it passes the
crash point ``import.staged``.
"""

import os
import signal
from collections import Counter

_passes: Counter[str] = Counter()


def point(name: str) -> None:
    """Pass through a named crash point."""
    wanted = os.environ.get("ECS_FAULT")
    if not wanted:
        return
    place, _, count = wanted.partition(":")
    if place == name:
        _passes[name] += 1
        if _passes[name] == int(count or 1):
            os.kill(os.getpid(), signal.SIGKILL)
