"""Sending messages to the broker without depending on it."""

import logging
import time
from typing import Any

from celery import current_app
from kombu.exceptions import ChannelError, OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# After a failure, later requests don't wait for the same dead broker. The tick repeats every hint anyway.
QUIET_SECONDS = 10.0
UNREACHABLE = (OperationalError, RedisError, OSError)

_quiet_until = 0.0


# Enough hints in a queue, however long its workers are busy.
ENOUGH_HINTS = 1000


def takes_more(queue: str, *, enough: int | None = None) -> bool:
    """True if another hint in this queue helps: not if it has enough, and not while the broker is down."""
    if _is_quiet():
        return False
    try:
        with current_app.producer_or_acquire() as producer:
            return bool(producer.channel.queue_declare(queue=queue, passive=True).message_count < (enough or ENOUGH_HINTS))
    except ChannelError:
        return True  # a queue without messages does not exist
    except UNREACHABLE as error:
        _give_up(error)
        return False


def send(task: str, args: list[Any], *, queue: str) -> bool:
    """Send a task's name and ids. False if the broker can't be reached, which loses nothing."""
    if _is_quiet():
        return False
    try:
        current_app.send_task(task, args=args, queue=queue, retry=False)
    except UNREACHABLE as error:
        _give_up(error)
        return False
    return True


def _is_quiet() -> bool:
    return time.monotonic() < _quiet_until


def _give_up(error: Exception) -> None:
    global _quiet_until  # noqa: PLW0603 - one circuit breaker per process
    _quiet_until = time.monotonic() + QUIET_SECONDS
    logger.warning("the broker cannot be reached (%s); the tick will repeat the hint", type(error).__name__)
