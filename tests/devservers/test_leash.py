"""Commands on a leash never outlive their supervisor, and no other process is affected."""

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from devservers.folders import PROJECT_DIR
from devservers.leash import LOG_LIMIT_BYTES, MAX_SHORT_RUNS

# A command with a child, which writes both pids and can ignore SIGTERM.
FAMILY = """
import os, pathlib, signal, subprocess, sys, time
if "stubborn" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen(["sleep", "60"])
pathlib.Path(sys.argv[1]).write_text(f"{os.getpid()} {child.pid}")
time.sleep(60)
"""


@pytest.fixture
def supervisor() -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen(["sleep", "60"]) as process:  # noqa: S607 - the system's own
        yield process
        process.kill()


@pytest.fixture
def bystander() -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen(["sleep", "60"]) as process:  # noqa: S607 - the system's own
        yield process
        assert process.poll() is None, "a process that has nothing to do with the leash was ended"
        process.kill()


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Log of the commands of a test."""
    monkeypatch.setenv("ECS_LOG", str(tmp_path / "worker.log"))
    return tmp_path / "worker.log"


def on_a_leash(supervisor: int, *command: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "ECS_LEASHED": shlex.join(command)}
    said = Path(environment["ECS_LOG"]).with_name("said").open("wb")
    leash = [sys.executable, "-m", "devservers.leash", str(supervisor)]
    with said:
        return subprocess.Popen(leash, cwd=PROJECT_DIR, env=environment, stdout=said)


def family_of(note: Path) -> list[psutil.Process]:
    deadline = time.monotonic() + 20
    while not (note.exists() and note.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return [psutil.Process(int(pid)) for pid in note.read_text().split()]


def assert_gone(processes: list[psutil.Process]) -> None:
    deadline = time.monotonic() + 10
    for process in processes:
        while runs(process):
            assert time.monotonic() < deadline, f"{process} is still there"
            time.sleep(0.02)


def runs(process: psutil.Process) -> bool:
    """True if the process runs. False for a zombie too. A process may exit between two checks."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_crashed_command_is_restarted_without_its_old_children(
    supervisor: "subprocess.Popen[bytes]", bystander: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    note = tmp_path / "pids"
    with on_a_leash(supervisor.pid, sys.executable, "-c", FAMILY, str(note)) as leash:
        # More often than a command may exit.
        for _time in range(MAX_SHORT_RUNS + 1):
            family = family_of(note)
            note.unlink()
            family[0].kill()
            assert_gone(family)
        family = family_of(note)
        leash.terminate()
        assert leash.wait(20) == 128 + signal.SIGTERM
        assert_gone(family)
    line = f"The worker stopped (signal 9) and was started again; log: {tmp_path / 'worker.log'}"
    assert said_in(tmp_path) == [line] * (MAX_SHORT_RUNS + 1)


def said_in(folder: Path) -> list[str]:
    """Lines that the leash prints."""
    return (folder / "said").read_text().splitlines()


def test_output_is_in_the_log_and_its_end_on_the_screen(
    supervisor: "subprocess.Popen[bytes]", tmp_path: Path, log: Path
) -> None:
    log.write_text("of an earlier run\n")
    with on_a_leash(supervisor.pid, "sh", "-c", "echo begun; echo the port is taken >&2; exit 1") as leash:
        assert leash.wait(20) == 1
    assert log.read_text() == "of an earlier run\n" + "begun\nthe port is taken\n" * MAX_SHORT_RUNS
    assert f"The worker stopped {MAX_SHORT_RUNS} times (exit status 1). The end of {log}:" in said_in(tmp_path)
    assert said_in(tmp_path)[-1] == "the port is taken"


def test_a_large_log_is_put_aside_when_the_command_starts(
    supervisor: "subprocess.Popen[bytes]", tmp_path: Path, log: Path
) -> None:
    with log.open("wb") as large:
        large.truncate(LOG_LIMIT_BYTES + 1)
    with on_a_leash(supervisor.pid, sys.executable, "-c", FAMILY, str(tmp_path / "pids")) as leash:
        family_of(tmp_path / "pids")
        assert log.stat().st_size == 0
        assert (tmp_path / "worker.log.old").stat().st_size > LOG_LIMIT_BYTES
        leash.terminate()


@pytest.mark.parametrize(("end", "status"), [("exit 7", 7), ("exit 255", 255), ("kill -SEGV $$", 128 + signal.SIGSEGV)])
def test_command_that_keeps_exiting_is_given_up(
    end: str, status: int, supervisor: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    with on_a_leash(supervisor.pid, "sh", "-c", f"echo once >> {tmp_path / 'runs'}; {end}") as leash:
        assert leash.wait(20) == status
    assert (tmp_path / "runs").read_text().split() == ["once"] * MAX_SHORT_RUNS


def test_killed_supervisor_ends_all_processes(
    supervisor: "subprocess.Popen[bytes]", bystander: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    with on_a_leash(supervisor.pid, sys.executable, "-c", FAMILY, str(tmp_path / "pids")) as leash:
        family = family_of(tmp_path / "pids")
        # Only a zombie is left, as if its parent doesn't wait for it.
        os.kill(supervisor.pid, signal.SIGKILL)
        leash.wait(20)
        assert_gone(family)


def test_command_that_ignores_sigterm_is_killed(supervisor: "subprocess.Popen[bytes]", tmp_path: Path) -> None:
    with on_a_leash(supervisor.pid, sys.executable, "-c", FAMILY, str(tmp_path / "pids"), "stubborn") as leash:
        family = family_of(tmp_path / "pids")
        leash.terminate()
        assert leash.wait(20) == 128 + signal.SIGKILL
        assert_gone(family)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_are_passed_on(number: signal.Signals, supervisor: "subprocess.Popen[bytes]", tmp_path: Path) -> None:
    script = "import pathlib, sys, time; pathlib.Path(sys.argv[1]).write_text('1'); time.sleep(60)"
    with on_a_leash(supervisor.pid, sys.executable, "-c", script, str(tmp_path / "up")) as leash:
        while not (tmp_path / "up").exists():
            time.sleep(0.02)
        leash.send_signal(number)
        assert leash.wait(20) == 128 + number


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's death signal is Linux's")
def test_killed_leash_ends_the_command(supervisor: "subprocess.Popen[bytes]", tmp_path: Path) -> None:
    with on_a_leash(supervisor.pid, sys.executable, "-c", FAMILY, str(tmp_path / "pids")) as leash:
        command, child = family_of(tmp_path / "pids")
        leash.kill()
        assert_gone([command])
        child.kill()


def test_without_a_supervisor_nothing_starts(tmp_path: Path) -> None:
    with subprocess.Popen(["true"]) as gone:  # noqa: S607 - the system's own
        gone.wait()
    with on_a_leash(gone.pid, "touch", str(tmp_path / "started")) as leash:
        assert leash.wait(20) == 1
    assert not (tmp_path / "started").exists()
