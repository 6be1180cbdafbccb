"""What `manage.py up` does besides starting: the Procfile's processes on their leashes, and a tick if beat sends none."""

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
    """Run the Procfile's processes until one cannot go on or a signal asks; then end them all. Returns the exit status."""
    manager = Manager(Screen(sys.stdout))
    for name, command in parse_procfile(procfile.read_text()).processes.items():
        leash = f"exec {shlex.quote(sys.executable)} -m devservers.leash {os.getpid()}"
        variables = environment | {"ECS_LEASHED": command, "ECS_LOG": str(logs / f"{name}.log")}
        manager.add_process(name, leash, env=variables, cwd=str(procfile.parent))
    # A closed terminal is treated like SIGTERM, which honcho handles.
    signal.signal(signal.SIGHUP, _terminate_self)
    # In the background of a shell, reading from its terminal fails instead of halting everything; see `show_again`.
    signal.signal(signal.SIGTTIN, signal.SIG_IGN)
    try:
        manager.loop()
    except BaseException:
        # An orderly exit would wait for honcho's children, and they wait for us: the leashes end them when we are gone.
        logger.exception("the supervisor failed")
        detach()
        os._exit(1)
    asked_to = manager.returncode in {128 + signal.SIGINT, 128 + signal.SIGTERM}
    return 0 if asked_to else int(manager.returncode or 0)


class Screen:
    """Takes the place of honcho's printer: shows what the leashes say, and of honcho's own messages that a signal came."""

    width = 0  # honcho sets it, for its columns

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
    """Call `show` whenever Enter is pressed, from a thread, until there is nothing more to read."""
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
    """Call `then`, from a thread, as soon as somebody accepts connections on this port."""

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
    """Runs the tick in this process when it has not come for a while: because beat, the worker, or Valkey is down.

    A doubled tick changes nothing, so nobody has to be asked whether the others are really gone.
    """

    def __init__(self, look_seconds: float = LOOK_SECONDS) -> None:
        super().__init__(daemon=True, name="tick-watch")
        self._look_seconds = look_seconds
        self._over = threading.Event()

    def run(self) -> None:
        # The others get the time to start before they count as missing.
        if self._over.wait(TICK_IS_LATE_SECONDS):
            return
        self.look()
        while not self._over.wait(self._look_seconds):
            self.look()

    def stop(self) -> None:
        self._over.set()

    def look(self) -> None:
        """Tick if it is late. A database that is down is looked at again later."""
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
