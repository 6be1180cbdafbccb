"""Run a command that must not outlive its supervisor, however that ends.

``python -m core.leash SUPERVISOR_PID -- COMMAND…`` starts the command in a session of its own and watches: when the
supervisor is gone, also by kill -9, the command is asked to end and then its whole process group is killed. On SIGTERM
or SIGINT it does the same. If the leash itself is killed, Linux ends the command. The exit status is the command's.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

import psutil

LOOK_SECONDS = 0.5
# Shorter than the five seconds that honcho gives before it kills the leash.
GRACE_SECONDS = 4.0
PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> int:
    supervisor_pid, command = _parsed(arguments)
    try:
        supervisor = psutil.Process(supervisor_pid)
    except psutil.NoSuchProcess:
        return 1  # it was killed while this process came up
    return Leash(supervisor, command).run()


class Leash:
    """One command and the supervisor it belongs to."""

    def __init__(self, supervisor: psutil.Process, command: list[str]) -> None:
        self._supervisor = supervisor
        self._command = command
        self._asked: signal.Signals | None = None

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._note)
        with subprocess.Popen(  # noqa: S603 - the command is the caller's
            self._command,
            start_new_session=True,
            preexec_fn=_death_signal(),  # noqa: PLW1509 - no threads here
        ) as child:
            self._watch(child)
            _end(child, self._asked or signal.SIGTERM)
        # As a shell would say it: 128 + the signal that ended the command.
        return child.returncode if child.returncode >= 0 else 128 - child.returncode

    def _watch(self, child: "subprocess.Popen[bytes]") -> None:
        """Return when the command has ended, or should."""
        while child.poll() is None and self._asked is None and _lives(self._supervisor):
            try:
                child.wait(LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                continue

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self._asked = signal.Signals(number)


def _end(child: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    """Ask the command alone, which knows how to end its own children; after that kill whoever is left of the group."""
    if child.poll() is None:
        child.send_signal(number)
        deadline = time.monotonic() + GRACE_SECONDS
        while child.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
    try:
        # The id cannot have gone to somebody else yet: it is taken while one of the group lives, and was until just now.
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _lives(process: psutil.Process) -> bool:
    """Whether the very same process (psutil compares the start time) is there and not just its zombie."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _death_signal() -> Callable[[], None] | None:
    """Let the kernel kill the command when the leash dies without having had a chance to (Linux only)."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    leash = os.getpid()

    def prepare() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != leash:  # it died before the line above
            os.kill(os.getpid(), signal.SIGKILL)

    return prepare


def _parsed(arguments: list[str]) -> tuple[int, list[str]]:
    if len(arguments) < 3 or arguments[1] != "--" or not arguments[0].isdigit():  # noqa: PLR2004 - pid, dashes, command
        sys.exit("usage: python -m core.leash SUPERVISOR_PID -- COMMAND…")
    return int(arguments[0]), arguments[2:]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
