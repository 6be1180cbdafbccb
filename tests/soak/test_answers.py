"""Ten thousand people say yes to forty spots at the same time: part of `make soak`."""

import json
import signal
import threading

import psutil
import pytest
from django.db import connections

from devservers.attachment import attachments
from devservers.postgres import Postgres
from tests.crisis.replies_at_once import check_exactly, crowd, reply_all

PEOPLE, PLACES = 10_000, 40
FOUND, CONFLICT = 302, 409

pytestmark = pytest.mark.django_db(transaction=True)


def test_ten_thousand_replies_fill_exactly_forty_spots() -> None:
    there = crowd(PEOPLE, PLACES)
    assert reply_all(there.links) == {FOUND: PLACES, CONFLICT: PEOPLE - PLACES}
    check_exactly(there.crisis, PLACES)


def restart_database() -> None:
    """Stop PostgreSQL in the middle of whatever it does, as an operator does, and start it again."""
    (attachment,) = attachments()
    (server,) = (server for server in attachment.servers if isinstance(server, Postgres))
    note = json.loads((attachment.places.data / "postgres.process.json").read_text(encoding="utf-8"))
    process = psutil.Process(note["pid"])
    # Its fast shutdown, which ends all connections.
    process.send_signal(signal.SIGINT)
    process.wait(60)
    server.restore(lambda: False)


def test_database_that_restarts_in_between_fills_exactly_forty_spots() -> None:
    """Interrupted replies are repeated for people, who notice nothing. Nothing is lost and nothing is done twice."""
    there = crowd(PEOPLE, PLACES)
    restarted, lock = [], threading.Lock()

    def restart_twice(number: int) -> None:
        # While spots are still free, and again when none is left.
        if number in {PLACES // 2, PEOPLE // 2}:
            with lock:
                restarted.append(number)
                restart_database()

    answers = reply_all(there.links, before_each=restart_twice)
    # This test's own connection was lost too.
    connections.close_all()
    assert sorted(restarted) == [PLACES // 2, PEOPLE // 2]
    assert set(answers) == {FOUND, CONFLICT}
    assert sum(answers.values()) == PEOPLE
    check_exactly(there.crisis, PLACES)
