"""Doing things at once, each in a thread with a connection of its own."""

import threading
import time
from collections.abc import Callable, Sequence

from django.db import connection


def at_once(*deeds: Callable[[], object]) -> Sequence[BaseException | None]:
    """Do all of them at the same time; what each raised, or None."""
    raised: list[BaseException | None] = [None] * len(deeds)

    def run(number: int) -> None:
        try:
            deeds[number]()
        except Exception as error:  # noqa: BLE001 - handed to the test
            raised[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised


def wait_until_somebody_waits_for_a_lock() -> None:
    """Until another thread or process waits for what this one holds."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            # Not pg_stat_activity, which shows a transaction the same picture for as long as it lasts.
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waited for a lock")
