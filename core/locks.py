"""Named database locks, held until the end of the transaction."""

from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

# A step waits this long for the lock. After that it is postponed and frees its worker.
STEP_PATIENCE = "2s"


class Postponed(Exception):
    """Raised by a step that can't continue now. It is rolled back and tried again soon; the message says what it waits for.

    Its worker is free for other work until then, and this doesn't count as an attempt.
    """


def wait_for(name: str) -> None:
    """Take the lock, waiting for at most `lock_timeout`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])


def take_for_step(name: str, waits_for: str) -> None:
    """Take the lock for a step of background work. Postpones the step if another transaction holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        (before,) = cursor.fetchone()
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [STEP_PATIENCE])
        try:
            wait_for(name)
        except OperationalError as error:
            if is_lock_timeout(error):
                raise Postponed(waits_for) from error
            raise
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [before])


def is_lock_timeout(error: BaseException) -> bool:
    """True if the database gave up waiting for a lock."""
    return isinstance(error.__cause__, LockNotAvailable)
