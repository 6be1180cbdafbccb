"""Doing things at once, each in a thread with a connection of its own."""

import threading
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
