"""Named locks of the database, which are held until the transaction ends."""

from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

# A step that gets the lock within this time just waits for it. One that would have to wait longer gives its worker back.
STEP_PATIENCE = "2s"


class Postponed(Exception):
    """Raised by a step that cannot go on now. It leaves nothing and is tried again soon; the message says what it waits for.

    Its worker is free for other work meanwhile, and it does not count as an attempt.
    """


def wait_for(name: str) -> None:
    """Take the lock, after a while that is limited by `lock_timeout`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])


def take_for_step(name: str, waits_for: str) -> None:
    """Take the lock for a step of background work, which is postponed if another transaction keeps it."""
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
    """Whether the database gave up waiting for a lock that another transaction holds."""
    return isinstance(error.__cause__, LockNotAvailable)
