"""Ten thousand people say yes to forty spots at the same time: part of `make soak`."""

import threading

import pytest
from django.db import connections

from tests.crisis.replies_at_once import check_exactly, crowd, reply_all

PEOPLE, PLACES = 10_000, 40
FOUND, CONFLICT = 302, 409

pytestmark = pytest.mark.django_db(transaction=True)


def test_ten_thousand_replies_fill_exactly_forty_spots() -> None:
    there = crowd(PEOPLE, PLACES)
    assert reply_all(there.links) == {FOUND: PLACES, CONFLICT: PEOPLE - PLACES}
    check_exactly(there.crisis, PLACES)


def drop_all_connections() -> None:
    """End every other connection at once, in the middle of whatever it does, as a restart of PostgreSQL does."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_database_that_drops_all_connections_in_between_fills_exactly_forty_spots() -> None:
    """Interrupted replies are repeated for people, who notice nothing. Nothing is lost and nothing is done twice."""
    there = crowd(PEOPLE, PLACES)
    dropped, lock = [], threading.Lock()

    def drop_twice(number: int) -> None:
        # While spots are still free, and again when none is left.
        if number in {PLACES // 2, PEOPLE // 2}:
            with lock:
                dropped.append(number)
                drop_all_connections()

    answers = reply_all(there.links, before_each=drop_twice)
    # This test's own connection was dropped too.
    connections.close_all()
    assert sorted(dropped) == [PLACES // 2, PEOPLE // 2]
    assert set(answers) == {FOUND, CONFLICT}
    assert sum(answers.values()) == PEOPLE
    check_exactly(there.crisis, PLACES)
