"""Run a command for as long as its supervisor runs, and never longer.

``ECS_LEASHED=COMMAND ECS_LOG=FILE python -m devservers.leash SUPERVISOR_PID`` starts the shell command in its own session. When
the supervisor exits, even by kill -9, the leash terminates the command and then kills its process group. It does the same on
SIGTERM or SIGINT. If the leash itself is killed, Linux ends the command. The command is passed in the environment, so that
killing processes by their command line doesn't kill the leash too.

Output of the command goes to the log; the leash reports restarts in one line each. If the command exits unexpectedly, the rest
of its process group is killed and it is started again. If it keeps exiting quickly, the leash shows the end of the log and
exits with the command's status.
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
# A command that exits sooner than this, this many times in a row, is not started again.
LASTING_SECONDS = 10.0
MAX_SHORT_RUNS = 3
PAUSE_SECONDS = 1.0
# A log larger than this at the start of the command replaces the old log.
LOG_LIMIT_BYTES = 10_000_000
LAST_WORDS = 20
FROM_OUTSIDE = (-signal.SIGKILL, -signal.SIGTERM)
PR_SET_PDEATHSIG = 1


def main(supervisor_pid: int) -> int:
    try:
        supervisor = psutil.Process(supervisor_pid)
    except psutil.NoSuchProcess:
        return 1  # it was killed while this process started
    # With "exec", no shell in between swallows signals.
    log = Path(os.environ.pop("ECS_LOG"))
    return Leash(supervisor, ["sh", "-c", f"exec {os.environ.pop('ECS_LEASHED')}"], log).run()


class Leash:
    """A command and its supervisor."""

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
            # As in shells: 128 + signal.
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
        """Wait until the command has exited or should exit."""
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
    """Terminate the command, which stops its own children, then kill the rest of its process group."""
    if child.poll() is None:
        child.send_signal(number)
        deadline = time.monotonic() + GRACE_SECONDS
        while child.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
    try:
        # The id can't have been reused yet, because the group existed until just now.
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _lives(process: psutil.Process) -> bool:
    """True if this very process (psutil compares the start time) is running and isn't a zombie."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def death_signal() -> Callable[[], None] | None:
    """Function for `preexec_fn` that makes Linux kill the child when this process dies, even by kill -9."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    here = os.getpid()

    def prepare() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != here:  # the parent died before the line above
            os.kill(os.getpid(), signal.SIGKILL)

    return prepare


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
