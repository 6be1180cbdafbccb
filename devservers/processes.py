"""Identifying processes safely, and ending only the right ones.

After a crash or a restart, a process id may belong to another process. So a `ProcessMark` also has the start time and the
command line, and only a process that matches all three is ever signalled.
"""

import contextlib
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

# The start time is derived from the boot time, which can shift by a second when the clock is corrected.
START_TIME_TOLERANCE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class ProcessMark:
    """Identity of a process: id, start time (epoch seconds) and command line."""

    pid: int
    started_at: float
    command: tuple[str, ...]


def mark_of(pid: int) -> ProcessMark | None:
    """Mark of a running process. None if it has exited or is a zombie."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return ProcessMark(pid, process.create_time(), tuple(process.cmdline()))
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return None


def is_alive(mark: ProcessMark) -> bool:
    """True if exactly this process is still running."""
    now = mark_of(mark.pid)
    return (
        now is not None and abs(now.started_at - mark.started_at) < START_TIME_TOLERANCE_SECONDS and now.command == mark.command
    )


def strays(arguments: Sequence[str], uid: int) -> list[ProcessMark]:
    """Processes of this user with exactly these arguments, with any program path.

    The arguments contain one of our folders, so these are servers whose starter died before it could save their marks.
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
    """Kill the processes of this user and program that work in one of our folders. They change their titles, so a
    `ProcessMark` wouldn't recognise them.
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
    """Wait for the process to exit. False if it is still running after this time."""
    deadline = time.monotonic() + seconds
    while is_alive(mark):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def end(mark: ProcessMark, steps: Sequence[tuple[signal.Signals, float]]) -> None:
    """Send each signal to the process and wait its seconds, then kill the process with its children."""
    if not any(_send(mark, number) and wait_until_gone(mark, patience) for number, patience in steps):
        for child in _children(mark):
            _send(child, signal.SIGKILL)
        if _send(mark, signal.SIGKILL):
            wait_until_gone(mark, 10)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(mark.pid, os.WNOHANG)  # leaves no zombie if it was our own child


def _send(mark: ProcessMark, number: signal.Signals) -> bool:
    if not is_alive(mark):
        return False
    try:
        process = psutil.Process(mark.pid)
        process.send_signal(number)
        process.send_signal(signal.SIGCONT)  # a stopped process wouldn't receive the signal
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
