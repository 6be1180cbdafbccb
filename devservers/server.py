"""What PostgreSQL and Valkey have in common: found again, asked, started, ended."""

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
from devservers.places import Places
from devservers.processes import ProcessMark, end, is_alive, mark_of, strays

# Recovery after a crash replays the log; only then may a start take long.
RECOVERY_SECONDS = 120.0
# A living server that says nothing for so long is taken for dead.
SILENCE_SECONDS = 10.0
# How often a start that failed at once is tried again: the remains of a killed server need a moment to go.
ATTEMPTS = 40
LOG_LIMIT_BYTES = 10_000_000


class Answer(Enum):
    """What a server says to a real query."""

    READY = auto()
    BUSY = auto()  # it speaks, but is still starting or stopping
    SILENT = auto()


class Server(ABC):
    """One of the two servers of a data folder. Every method but `ask` is called under ``start.lock``."""

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
        """The address for the settings."""

    @property
    @abstractmethod
    def arguments(self) -> list[str]:
        """The command line without the program; it names a folder of this install and so is unique."""

    @property
    @abstractmethod
    def ground(self) -> Path:
        """What a running server stands on: its data, or its configuration."""

    @abstractmethod
    def program(self) -> Path:
        """The server's binary."""

    @abstractmethod
    def prepare(self, *, keeps_address: bool) -> None:
        """Make everything a start needs. Nothing is running now."""

    @abstractmethod
    def ask(self) -> Answer:
        """Put a real query to it."""

    def ensure(self) -> None:
        """Let it run: keep the one that answers, put an end to the one that does not, start one otherwise."""
        if not self._is_running():
            self._start(ATTEMPTS)

    def restore(self, is_over: Callable[[], bool]) -> bool:
        """Let it run again where others are attached to it: at the address they know, and without trying for long.
        True if it had to be started. Stops waiting as soon as `is_over` says that nobody needs it any more.
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
        # One whose files were deleted under it would only be waited for in vain.
        if self.ground.exists() and self._comes_up(mark):
            self._remember(mark)
            return True
        end(mark, self.stop_steps)
        return False

    def find(self) -> ProcessMark | None:
        """The running server of this data folder, answering or not."""
        if (mark := self._remembered()) is not None and is_alive(mark):
            return mark
        found = strays(self.arguments, self.places.account.uid)
        for mark in found[1:]:
            end(mark, self.stop_steps)
        return found[0] if found else None

    def stop(self) -> None:
        """End it if it runs."""
        if (mark := self.find()) is not None:
            end(mark, self.stop_steps)
        self._mark_file.unlink(missing_ok=True)

    def run(self, command: Sequence[str], log: Any) -> "subprocess.Popen[bytes]":
        """Run a program as the servers' account, in a session of its own so that Ctrl-C does not reach it."""
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
                    # It outlives us; Python must not wait for it or complain that nobody did.
                    process.returncode = 0
                    return
                end(mark, self.stop_steps)
            # Our own child, whether it could be marked or not: waiting for one that lives would take for ever.
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
