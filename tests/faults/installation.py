"""A whole installation as `manage.py up` starts it, with servers and data of its own, whose processes can be killed."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg

from devservers import attach, detach, remove
from devservers.folders import PROJECT_DIR
from feedback.sql.rollups import LOCK

# What may be killed.
KINDS = ("worker pool child", "worker", "beat", "PostgreSQL", "Valkey")
SERVERS = {"PostgreSQL": "postgres", "Valkey": "valkey"}
PATIENCE = 180


class Installation:
    """Begun by `installation`. Each query opens a new connection, because the server may be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database_url = attach(folder).database_url
        self._up: subprocess.Popen[bytes] | None = None
        self._port = 0

    def start(self) -> None:
        """`manage.py up` until it is ready. The servers run already, and it adopts them."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        unset = {"DATABASE_URL", "REDIS_URL", "ECS_REDIS_DATABASE", "ECS_FAULT", "ECS_BROKER_PATIENCE"}
        own = {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "ECS_DATA_DIR": str(self.folder),
            "ECS_EMBEDDED_DURABLE": "0",
            "PORT": str(self._port),
        }
        environment = {name: value for name, value in os.environ.items() if name not in unset} | own
        with self._screen.open("wb") as screen:
            command = [sys.executable, "manage.py", "up", "--no-demo"]
            self._up = subprocess.Popen(
                command, cwd=PROJECT_DIR, env=environment, stdin=subprocess.DEVNULL, stdout=screen, stderr=screen
            )
        eventually(lambda: "Ready: " in self.said(), but=self.said)

    def stop(self) -> int:
        """As Ctrl-C does; the exit status."""
        if self._up is None:
            return 0
        self._up.send_signal(signal.SIGINT)
        return self._up.wait(60)

    def said(self) -> str:
        """What is on its screen."""
        return self._screen.read_text() if self._screen.exists() else ""

    def ask(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            cursor = connection.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []

    def is_up(self) -> bool:
        """Whether a page that needs the database answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/ready", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def add_work(self, key: str) -> None:
        """Work that a worker does in a moment, if nobody holds the lock of publishing."""
        fields = "kind, subject_id, key, state, cursor, done_units, attempts, error"
        self.ask(
            f"INSERT INTO core_work ({fields}) VALUES ('feedback.rollups', 0, %s, 'waiting', '{{}}', 0, 0, '')",  # noqa: S608
            key,
        )

    def is_done(self, key: str) -> bool:
        try:
            return self.ask("SELECT state FROM core_work WHERE key = %s", key) == [("done",)]
        except psycopg.OperationalError:
            return False

    def has_ticked_since(self, moment: float) -> bool:
        try:
            return bool(self.ask("SELECT 1 FROM core_heartbeat WHERE name = 'tick' AND beat_at > to_timestamp(%s)", moment))
        except psycopg.OperationalError:
            return False

    @contextmanager
    def busy_with(self, key: str) -> Iterator[None]:
        """A worker is in the middle of a step of this work, and cannot go on as long as the block lasts."""
        with psycopg.connect(self.database_url) as holding:
            holding.execute(LOCK.encode())
            self.add_work(key)
            waiting = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            eventually(lambda: bool(self.ask(waiting)), but=self.said)
            yield
            # The server may have been killed, and this connection with it.
            holding.close()

    def kill(self, *kinds: str) -> None:
        for process in [process for kind in kinds for process in self._processes(kind)]:
            process.kill()

    def _processes(self, kind: str) -> list[psutil.Process]:
        if kind in SERVERS:
            note = json.loads((self.folder / f"{SERVERS[kind]}.process.json").read_text())
            return [psutil.Process(note["pid"])]
        assert self._up is not None
        name = kind.split(maxsplit=1)[0]
        children = psutil.Process(self._up.pid).children(recursive=True)
        mains = [child for child in children if is_celery(child, name) and not is_celery(child.parent(), name)]
        return mains if kind == name else [child for main in mains for child in main.children()]

    @property
    def _screen(self) -> Path:
        return self.folder / "screen.log"


def is_celery(process: psutil.Process | None, command: str) -> bool:
    try:
        words = process.cmdline() if process else []
    except psutil.NoSuchProcess:
        return False
    return command in words and any(word.endswith("/celery") for word in words)


@contextmanager
def installation(folder: Path) -> Iterator[Installation]:
    """An installation that has not been started yet, but whose servers run. Nothing of it is left afterwards."""
    begun = Installation(folder)
    try:
        yield begun
    finally:
        begun.stop()
        detach(folder)
        remove(folder)


def eventually(holds: Callable[[], bool], *, but: Callable[[], str] = str) -> None:
    """Wait until it holds. `but` tells what there is to see if it never does."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"it never came about\n{but()}"
        time.sleep(0.1)
