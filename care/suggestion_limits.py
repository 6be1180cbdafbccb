"""Limit of suggestions for each person and day, counted in the memory of the web process only.

A count in the database or the cache would tell who has written. So each web process counts for itself and forgets at midnight
and when it restarts.
"""

from collections import Counter
from datetime import date
from threading import Lock

MOST_A_DAY = 10
# For everyone together, until the box is emptied.
MOST_IN_THE_BOX = 500

_lock = Lock()
_counts: Counter[int] = Counter()
_days: list[date] = []


def take_one(person_id: int, day: date) -> bool:
    """Count one more for the person on this day. False if they have reached the limit."""
    with _lock:
        if _days != [day]:
            forget_counts()
            _days.append(day)
        if _counts[person_id] >= MOST_A_DAY:
            return False
        _counts[person_id] += 1
        return True


def forget_counts() -> None:
    _counts.clear()
    _days.clear()
