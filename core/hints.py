"""Sending to the broker without ever depending on it."""

import logging
import time
from typing import Any

from celery import current_app
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# After a failure, do not make the next request wait for the same dead broker: the tick repeats every hint anyway.
QUIET_SECONDS = 10.0

_quiet_until = 0.0


def send(task: str, args: list[Any], *, queue: str) -> bool:
    """Send a task's name and ids. False when the broker could not be reached, which loses nothing."""
    global _quiet_until  # noqa: PLW0603 - one breaker for each process is what is wanted
    if time.monotonic() < _quiet_until:
        return False
    try:
        current_app.send_task(task, args=args, queue=queue, retry=False)
    except (OperationalError, RedisError, OSError) as error:
        _quiet_until = time.monotonic() + QUIET_SECONDS
        logger.warning("the broker cannot be reached (%s); the tick will repeat the hint", type(error).__name__)
        return False
    return True
