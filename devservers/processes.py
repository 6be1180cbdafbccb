"""Knowing a process again, and ending only the one that is meant.

A process id alone says little: after a crash or a restart of the machine it may belong to somebody else. A `ProcessMark`
therefore carries the start time and the command line too, and nothing is ever signalled that does not match all three.
"""

import contextlib
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

# The start time is derived from the machine's boot time, which moves by a second when the clock is corrected.
START_TIME_TOLERANCE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class ProcessMark:
    """What tells a process from every other: its id, when it started (epoch seconds), and its command line."""

    pid: int
    started_at: float
    command: tuple[str, ...]


def mark_of(pid: int) -> ProcessMark | None:
    """The mark of a living process; None if there is none, or only a zombie is left of it."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return ProcessMark(pid, process.create_time(), tuple(process.cmdline()))
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return None


def is_alive(mark: ProcessMark) -> bool:
    """Whether exactly this process still lives."""
    now = mark_of(mark.pid)
    return (
        now is not None and abs(now.started_at - mark.started_at) < START_TIME_TOLERANCE_SECONDS and now.command == mark.command
    )


def strays(arguments: Sequence[str], uid: int) -> list[ProcessMark]:
    """Processes of this user with exactly these arguments, whatever the path of the program was.

    They name a folder of ours, so they can only be servers whose starter died before it could write their marks down.
    """
    found = []
    for pid in psutil.pids():
        try:
            process = psutil.Process(pid)
            if process.cmdline()[1:] != list(arguments) or process.uids().effective != uid:
                continue
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
        if (mark := mark_of(pid)) is not None:
            found.append(mark)
    return found


def kill_all_in(folder: Path, *, program: str, uid: int) -> None:
    """Kill the processes of this user and program that work in a folder of ours. What they call themselves changes, so a
    `ProcessMark` would not know them again.
    """
    found = []
    for process in psutil.process_iter():
        try:
            if process.name() == program and process.uids().effective == uid and Path(process.cwd()) == folder.resolve():
                process.kill()
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    psutil.wait_procs(found, timeout=10)


def wait_until_gone(mark: ProcessMark, seconds: float) -> bool:
    """Wait for the process to end. False if it is still there after so many seconds."""
    deadline = time.monotonic() + seconds
    while is_alive(mark):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def end(mark: ProcessMark, steps: Sequence[tuple[signal.Signals, float]]) -> None:
    """Ask the process to end, each signal with the seconds it is given; then kill it with all its children."""
    if not any(_send(mark, number) and wait_until_gone(mark, patience) for number, patience in steps):
        for child in _children(mark):
            _send(child, signal.SIGKILL)
        if _send(mark, signal.SIGKILL):
            wait_until_gone(mark, 10)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(mark.pid, os.WNOHANG)  # if it was our own child, no zombie is left of it


def _send(mark: ProcessMark, number: signal.Signals) -> bool:
    if not is_alive(mark):
        return False
    try:
        process = psutil.Process(mark.pid)
        process.send_signal(number)
        process.send_signal(signal.SIGCONT)  # one that was halted could not hear
    except psutil.NoSuchProcess:
        return False
    return True


def _children(mark: ProcessMark) -> list[ProcessMark]:
    if not is_alive(mark):
        return []
    try:
        children = psutil.Process(mark.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
    return [found for child in children if (found := mark_of(child.pid)) is not None]
