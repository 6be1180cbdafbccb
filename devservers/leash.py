"""Run a command that goes on as long as its supervisor, and must not outlive it, however either ends.

``ECS_LEASHED=COMMAND ECS_LOG=FILE python -m devservers.leash SUPERVISOR_PID`` starts the shell command in a session of its
own and watches: when the supervisor is gone, also by kill -9, the command is asked to end and then its process group is
killed. On SIGTERM or SIGINT it does the same. If the leash itself is killed, Linux ends the command. The command comes
through the environment, so that killing processes by their command line does not kill the leash with them.

What the command writes goes to the log; the leash itself says, in a line, when something happened to it. A command that ends
unasked is started again, what is left of its group having been killed. If it never lasts though nobody ends it from outside,
something is wrong that starting does not mend: the leash shows the end of the log and gives up with the command's exit status.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import psutil

from devservers.files import tail_of

LOOK_SECONDS = 0.5
# Shorter than the five seconds that honcho gives before it kills the leash.
GRACE_SECONDS = 4.0
# Who exits sooner than this, so many times in a row, is not started again.
LASTING_SECONDS = 10.0
MAX_SHORT_RUNS = 3
PAUSE_SECONDS = 1.0
# A log that is larger when the command starts is put aside; the one put aside before is deleted.
LOG_LIMIT_BYTES = 10_000_000
LAST_WORDS = 20
FROM_OUTSIDE = (-signal.SIGKILL, -signal.SIGTERM)
PR_SET_PDEATHSIG = 1


def main(supervisor_pid: int) -> int:
    try:
        supervisor = psutil.Process(supervisor_pid)
    except psutil.NoSuchProcess:
        return 1  # it was killed while this process came up
    # "exec" leaves no shell in between that would swallow the signals.
    log = Path(os.environ.pop("ECS_LOG"))
    return Leash(supervisor, ["sh", "-c", f"exec {os.environ.pop('ECS_LEASHED')}"], log).run()


class Leash:
    """One command and the supervisor it belongs to."""

    def __init__(self, supervisor: psutil.Process, command: list[str], log: Path) -> None:
        self._supervisor = supervisor
        self._command = command
        self._log = log
        self._asked: signal.Signals | None = None

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._note)
        short_runs = 0
        while True:
            began = time.monotonic()
            returncode = self._run_once()
            # As a shell would say it: 128 + the signal that ended the command.
            status = returncode if returncode >= 0 else 128 - returncode
            if returncode not in FROM_OUTSIDE:
                short_runs = short_runs + 1 if time.monotonic() - began < LASTING_SECONDS else 0
            if self._is_over():
                return status
            if short_runs == MAX_SHORT_RUNS:
                self._say(f"The {self._log.stem} stopped {short_runs} times ({_reason(returncode)}). The end of {self._log}:")
                self._say(tail_of(self._log, LAST_WORDS))
                return status
            time.sleep(PAUSE_SECONDS)
            if self._is_over():
                return status
            self._say(f"The {self._log.stem} stopped ({_reason(returncode)}) and was started again; log: {self._log}")

    def _run_once(self) -> int:
        if self._log.exists() and self._log.stat().st_size > LOG_LIMIT_BYTES:
            self._log.replace(self._log.with_suffix(".log.old"))
        with (
            self._log.open("ab") as log,
            subprocess.Popen(  # noqa: S603 - the command is the caller's
                self._command,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=death_signal(),  # noqa: PLW1509 - no threads here
            ) as child,
        ):
            self._watch(child)
            _end(child, self._asked or signal.SIGTERM)
        return child.returncode

    def _is_over(self) -> bool:
        return self._asked is not None or not _lives(self._supervisor)

    def _watch(self, child: "subprocess.Popen[bytes]") -> None:
        """Return when the command has ended, or should."""
        while child.poll() is None and not self._is_over():
            try:
                child.wait(LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                continue

    def _say(self, text: str) -> None:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self._asked = signal.Signals(number)


def _reason(returncode: int) -> str:
    return f"signal {-returncode}" if returncode < 0 else f"exit status {returncode}"


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


def death_signal() -> Callable[[], None] | None:
    """For `subprocess.Popen`, as what runs in the child first: Linux kills it when this process dies, even by kill -9."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    here = os.getpid()

    def prepare() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != here:  # it died before the line above
            os.kill(os.getpid(), signal.SIGKILL)

    return prepare


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
