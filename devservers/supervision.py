"""Supervision in `manage.py up`: the processes of the Procfile on leashes, and a tick if beat sends none."""

import contextlib
import logging
import os
import shlex
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TextIO

from django.db import DatabaseError, close_old_connections
from honcho.environ import parse_procfile
from honcho.manager import SYSTEM_PRINTER_NAME, Manager
from honcho.printer import Message

from core import tick
from devservers import detach

logger = logging.getLogger(__name__)

LOOK_SECONDS = 15.0
TICK_IS_LATE_SECONDS = tick.LATE_SECONDS
WEB_STARTS_WITHIN_SECONDS = 60


def run_procfile(procfile: Path, environment: dict[str, str], logs: Path) -> int:
    """Run the processes of the Procfile until one fails or a signal arrives, then stop all. Returns the exit status."""
    manager = Manager(Screen(sys.stdout))
    for name, command in parse_procfile(procfile.read_text()).processes.items():
        leash = f"exec {shlex.quote(sys.executable)} -m devservers.leash {os.getpid()}"
        variables = environment | {"ECS_LEASHED": command, "ECS_LOG": str(logs / f"{name}.log")}
        manager.add_process(name, leash, env=variables, cwd=str(procfile.parent))
    # Treat a closed terminal like SIGTERM, which honcho handles.
    signal.signal(signal.SIGHUP, _terminate_self)
    # In the background of a shell, reading the terminal fails instead of stopping everything; see `show_again`.
    signal.signal(signal.SIGTTIN, signal.SIG_IGN)
    try:
        manager.loop()
    except BaseException:
        # A normal exit would wait for honcho's children, which wait for us. The leashes stop them after we exit.
        logger.exception("the supervisor failed")
        detach()
        os._exit(1)
    asked_to = manager.returncode in {128 + signal.SIGINT, 128 + signal.SIGTERM}
    return 0 if asked_to else int(manager.returncode or 0)


class Screen:
    """Replacement for honcho's printer that shows output of the leashes, and of honcho only that a signal arrived."""

    width = 0  # set by honcho for its columns

    def __init__(self, output: TextIO) -> None:
        self.output = output

    def write(self, message: Message) -> None:
        text = message.data.decode(errors="replace") if isinstance(message.data, bytes) else message.data
        if message.name == SYSTEM_PRINTER_NAME:
            text = "Stopping …" if text.endswith("received\n") else ""
        if text:
            self.output.write(f"{text.rstrip()}\n")
            self.output.flush()


def show_again(show: Callable[[], None]) -> None:
    """Call `show` from a thread whenever Enter is pressed, until the end of the input."""
    if sys.stdin is None:
        return

    def read() -> None:
        with contextlib.suppress(OSError, ValueError):
            for _line in sys.stdin:
                show()

    threading.Thread(target=read, daemon=True, name="enter").start()


def _terminate_self(_number: int, _frame: FrameType | None) -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def is_port_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def when_it_listens(port: int, then: Callable[[], None]) -> None:
    """Call `then` from a thread once a server accepts connections on this port."""

    def wait() -> None:
        pause = threading.Event()
        for _ in range(WEB_STARTS_WITHIN_SECONDS * 4):
            pause.wait(0.25)
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                continue
            then()
            return

    threading.Thread(target=wait, daemon=True, name="announce").start()


class TickWatch(threading.Thread):
    """Watch that runs the tick in this process if it is late because beat, the worker or Valkey is down.

    A repeated tick changes nothing, so it needn't check whether they are really down.
    """

    def __init__(self, look_seconds: float = LOOK_SECONDS) -> None:
        super().__init__(daemon=True, name="tick-watch")
        self._look_seconds = look_seconds
        self._over = threading.Event()

    def run(self) -> None:
        # Give the other processes time to start.
        if self._over.wait(TICK_IS_LATE_SECONDS):
            return
        self.look()
        while not self._over.wait(self._look_seconds):
            self.look()

    def stop(self) -> None:
        self._over.set()

    def look(self) -> None:
        """Run the tick if it is late. Tries again later if the database is down."""
        close_old_connections()
        try:
            seconds = tick.seconds_since_last()
            if seconds is None or seconds > TICK_IS_LATE_SECONDS:
                logger.warning("no tick from beat for a while; running the tick here")
                tick.run()
        except DatabaseError:
            logger.warning("the tick waits: the database does not answer", exc_info=True)
        finally:
            close_old_connections()
