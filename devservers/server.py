"""Common base of PostgreSQL and Valkey: finding, querying, starting and stopping a server."""

import json
import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import Any, ClassVar

from devservers.errors import EmbeddedServersError
from devservers.files import read_text, tail_of, write_private
from devservers.folders import Places
from devservers.processes import ProcessMark, end, is_alive, mark_of, strays

# A start takes long only when recovery replays the log.
RECOVERY_SECONDS = 120.0
# A server without an answer for this long counts as dead.
SILENCE_SECONDS = 10.0
# Number of retries of a failed start, because a killed server needs a moment to disappear.
ATTEMPTS = 40
LOG_LIMIT_BYTES = 10_000_000


class Answer(Enum):
    """Answer of a server to a real query."""

    READY = auto()
    BUSY = auto()  # it answers, but is still starting or stopping
    SILENT = auto()


class Server(ABC):
    """Server of a data folder. Call every method except `ask` under ``start.lock``."""

    name: ClassVar[str]
    title: ClassVar[str]
    stop_steps: ClassVar[Sequence[tuple[signal.Signals, float]]]

    def __init__(self, places: Places) -> None:
        self.places = places
        self.log = places.data / f"{self.name}.log"
        self.is_over: Callable[[], bool] = lambda: False
        self._mark_file = places.data / f"{self.name}.process.json"

    @property
    @abstractmethod
    def url(self) -> str:
        """Address for the settings."""

    @property
    @abstractmethod
    def arguments(self) -> list[str]:
        """Command line without the program. It contains a folder of this installation, so it is unique."""

    @property
    @abstractmethod
    def ground(self) -> Path:
        """Path that a running server needs: its data or its configuration."""

    @abstractmethod
    def program(self) -> Path:
        """Path of the server's program."""

    @abstractmethod
    def prepare(self, *, keeps_address: bool) -> None:
        """Prepare a start. The server isn't running."""

    @abstractmethod
    def ask(self) -> Answer:
        """Send a real query to the server."""

    def ensure(self) -> None:
        """Make sure that the server runs: keep one that answers, replace one that doesn't, or start one."""
        if not self._is_running():
            self._start(ATTEMPTS)

    def restore(self, is_over: Callable[[], bool]) -> bool:
        """Restart the server if necessary while others are attached: at the same address, without many retries.
        True if it was started. Stops waiting once `is_over` returns True, when no one needs it any more.
        """
        self.is_over = is_over
        if self._is_running():
            return False
        self._start(1, keeps_address=True)
        return True

    def _is_running(self) -> bool:
        mark = self.find()
        if mark is None:
            return False
        # A server whose files were deleted will never answer.
        if self.ground.exists() and self._comes_up(mark):
            self._remember(mark)
            return True
        end(mark, self.stop_steps)
        return False

    def find(self) -> ProcessMark | None:
        """Running server of this data folder, whether it answers or not."""
        if (mark := self._remembered()) is not None and is_alive(mark):
            return mark
        found = strays(self.arguments, self.places.account.uid)
        for mark in found[1:]:
            end(mark, self.stop_steps)
        return found[0] if found else None

    def stop(self) -> None:
        """Stop the server if it is running."""
        if (mark := self.find()) is not None:
            end(mark, self.stop_steps)
        self._mark_file.unlink(missing_ok=True)

    def run(self, command: Sequence[str], log: Any) -> "subprocess.Popen[bytes]":
        """Run a program as the servers' account, in its own session, so that Ctrl-C doesn't stop it."""
        account = self.places.account
        switch: dict[str, Any] = {"user": account.uid, "group": account.gid, "extra_groups": []} if account.switch else {}
        return subprocess.Popen(  # noqa: S603 - our own binary with our own arguments
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=self.places.home,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": str(self.places.home)},
            start_new_session=True,
            umask=0o077,
            **switch,
        )

    def _start(self, attempts: int, *, keeps_address: bool = False) -> None:
        for _ in range(attempts):
            if self.is_over():
                break
            self.prepare(keeps_address=keeps_address)
            process = self._launch()
            mark = mark_of(process.pid)
            if mark is not None:
                self._remember(mark)
                if self._comes_up(mark):
                    # It outlives this process, so Python must not wait for it or warn about it.
                    process.returncode = 0
                    return
                end(mark, self.stop_steps)
            # Our own child, with or without a mark. Waiting for a running one would never end.
            process.kill()
            process.wait()
            time.sleep(0.25)
        raise EmbeddedServersError(f"{self.name} doesn't start. The end of {self.log}:\n{tail_of(self.log)}")

    def _launch(self) -> "subprocess.Popen[bytes]":
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".log.old"))
        with os.fdopen(os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb") as log:
            return self.run([str(self.program()), *self.arguments], log)

    def _comes_up(self, mark: ProcessMark) -> bool:
        begun = last_word = time.monotonic()
        while is_alive(mark) and not self.is_over():
            answer = self.ask()
            now = time.monotonic()
            if answer is Answer.READY:
                return True
            if answer is Answer.BUSY:
                last_word = now
            if now - last_word > SILENCE_SECONDS or now - begun > RECOVERY_SECONDS:
                return False
            time.sleep(0.03)
        return False

    def _remember(self, mark: ProcessMark) -> None:
        if mark != self._remembered():
            note = {"pid": mark.pid, "started_at": mark.started_at, "command": mark.command}
            write_private(self._mark_file, json.dumps(note))

    def _remembered(self) -> ProcessMark | None:
        try:
            note = json.loads(read_text(self._mark_file))
            return ProcessMark(int(note["pid"]), float(note["started_at"]), tuple(note["command"]))
        except (ValueError, KeyError, TypeError):
            return None
