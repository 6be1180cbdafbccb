"""Doing things at once, each in a thread with a connection of its own."""

import itertools
import threading
import time
from collections.abc import Callable, Sequence

from django.db import connection

# Seconds: far longer than anything takes, so that only what never comes is given up.
PATIENCE = 30


def at_once(*deeds: Callable[[], object]) -> Sequence[BaseException | None]:
    """Do all of them at the same time, each from a thread that waits for all to be there; what each raised, or None."""
    raised: list[BaseException | None] = [None] * len(deeds)
    start = threading.Barrier(len(deeds))

    def run(number: int) -> None:
        try:
            start.wait(PATIENCE)
            deeds[number]()
        except Exception as error:  # noqa: BLE001 - handed to the test
            raised[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number], daemon=True) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for number, thread in enumerate(threads):
        thread.join(2 * PATIENCE)
        if thread.is_alive():
            raised[number] = AssertionError("it did not end")
    return raised


def wait_until_somebody_waits_for_a_lock() -> None:
    """Until another thread or process waits for what one of this test's holds."""
    deadline = time.monotonic() + PATIENCE
    while not how_many_wait_for_locks():
        if time.monotonic() > deadline:
            raise AssertionError("nobody waited for a lock")
        time.sleep(0.02)


def how_many_wait_for_locks() -> int:
    """The number of connections to this test's database that wait for what another one holds."""
    # Not pg_stat_activity, which shows a transaction the same picture for as long as it lasts. A wait for a row says
    # nothing of its database, but who waits holds something there too.
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT count(*) FROM pg_locks AS waiting WHERE NOT granted AND EXISTS (
                SELECT FROM pg_locks AS held JOIN pg_database ON pg_database.oid = held.database
                WHERE held.pid = waiting.pid AND datname = current_database())
        """)
        return int(cursor.fetchone()[0])


class Meeting:
    """A place in the code, between reading and writing, where two threads wait for each other.

    If the first one holds a lock that the second one waits for, they cannot meet, and the first one goes on: so the
    same meeting serves the test of a lock and its control without the lock, however slow the machine is.
    """

    def __init__(self) -> None:
        self._arrivals = itertools.count(1)
        self._both_are_here = threading.Event()

    def wait(self) -> None:
        """Wait for the other one; who comes after them passes."""
        if next(self._arrivals) > 1:
            self._both_are_here.set()
        deadline = time.monotonic() + PATIENCE
        while not self._both_are_here.wait(0.02) and not how_many_wait_for_locks():
            if time.monotonic() > deadline:
                raise AssertionError("the other one never came")
