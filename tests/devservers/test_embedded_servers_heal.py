"""The embedded servers are watched, and restarted if they were killed or don't answer."""

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from devservers import attach, detach, server, valkey, watch, watching
from devservers.attachment import Servers, attachments
from devservers.processes import ProcessMark, is_alive
from devservers.sharing import exclusive
from tests.devservers.test_embedded_servers import ask, data, empty, marks, noted, ping, seed

__all__ = ["data", "empty", "seed"]


def eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.02)


def both_answer(servers: Servers) -> bool:
    try:
        return ask(servers, "SELECT 1") == [(1,)] and ping(servers)
    except (psycopg.OperationalError, redis.RedisError):
        return False


def environment(servers: Servers) -> dict[str, str]:
    return {"DATABASE_URL": servers.database_url, "REDIS_URL": servers.redis_url}


def kill(mark: ProcessMark) -> None:
    os.kill(mark.pid, signal.SIGKILL)
    eventually(lambda: not is_alive(mark))


@pytest.fixture
def watched(data: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Servers, list[str]]:
    """Watched servers, and messages of the watch."""
    monkeypatch.setattr(watching, "LOOK_SECONDS", 0.05)
    told: list[str] = []
    servers = attach(data)
    watch(environment(servers), told.append)
    return servers, told


def test_killed_servers_are_restarted_at_their_addresses(data: Path, watched: tuple[Servers, list[str]]) -> None:
    servers, told = watched
    ask(servers, "CREATE TABLE kept AS SELECT 42 AS answer")
    # An abandoned query continues in its own process, and must not keep the server from starting.
    busy = psycopg.connect(servers.database_url, autocommit=True)
    busy.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 10000000000)")
    for mark in marks(data):
        kill(mark)
    eventually(lambda: both_answer(servers))
    busy.close()
    assert ask(servers, "SELECT answer FROM kept") == [(42,)]
    # On a busy machine one that is slow to answer is started once more, or only at the next try.
    restarts = {"PostgreSQL stopped and was started again", "Valkey stopped and was started again"}
    eventually(lambda: {line.split(" after ")[0] for line in told} >= restarts)


def test_stopped_server_is_replaced(data: Path, watched: tuple[Servers, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    servers, _told = watched
    monkeypatch.setattr(server, "SILENCE_SECONDS", 0.5)
    halted = noted(data, "valkey")
    psutil.Process(halted.pid).suspend()
    eventually(lambda: not is_alive(halted))
    eventually(lambda: both_answer(servers))


def test_failed_start_is_reported_once_and_retried(
    data: Path, watched: tuple[Servers, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    servers, told = watched
    tries: list[int] = []

    def taken(port: int) -> bool:
        tries.append(port)
        return len(tries) > 2

    monkeypatch.setattr(valkey, "_is_free", taken)
    kill(noted(data, "valkey"))
    eventually(lambda: both_answer(servers))
    eventually(lambda: len(told) == 2)
    assert "is used by another process" in told[0]
    assert "was started again" in told[1]
    assert set(tries) == {int((data / "valkey-port").read_text())}, "processes that are attached know this port"


def watches() -> set[str]:
    return {thread.name for thread in threading.enumerate() if thread.name.startswith("watch-")}


def test_nothing_is_started_after_detaching(
    data: Path, watched: tuple[Servers, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = threading.Event()

    def noting(path: Path) -> AbstractContextManager[None]:
        waits.set()
        return exclusive(path)

    monkeypatch.setattr(watching, "exclusive", noting)
    leaving = threading.Thread(target=detach, args=[data])
    with exclusive(data / "start.lock"):
        kill(noted(data, "valkey"))
        # From here on, the watch and the detaching process wait for the lock.
        assert waits.wait(30)
        leaving.start()
        eventually(lambda: data not in [each.places.data for each in attachments()])
    leaving.join(30)
    eventually(lambda: not watches())
    assert not list(data.glob("*.process.json"))
    assert watched[1] == []


def test_outside_servers_are_not_watched(data: Path) -> None:
    servers = attach(data)
    watch({"DATABASE_URL": "postgresql://evaluations/ecs", "REDIS_URL": servers.redis_url}, lambda _line: None)
    assert watches() == {"watch-valkey"}
