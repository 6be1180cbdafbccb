"""Workers, ticks and web servers as processes of their own, which a fault kills at the place it names.

They are forked from one process that has set the project up and has no connections: to start Python and import everything
takes longer than what most of them do.
"""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Mapping
from multiprocessing import forkserver
from unittest import mock

from django.db import connection

from core.models import Work
from tests.conftest import environment_of_processes
from tests.faults import booted
from tests.threads import PATIENCE

KILLED = -signal.SIGKILL


class Process:
    """One of the functions of `booted`, with its arguments, in a process that has been started."""

    def __init__(self, does: Callable[..., None], *arguments: object) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([booted.__name__])
        # Forked processes have the environment of the first request: all tests share the database.
        with mock.patch.dict(os.environ, environment_of_processes()):
            forkserver.ensure_running()
        self._process = context.Process(target=does, args=(connection.settings_dict["NAME"], *arguments), daemon=True)
        self._process.start()

    def wait(self) -> int:
        """Its exit status: 0, or the negative number of the signal that killed it. It has a minute."""
        self._process.join(60)
        if self._process.exitcode is None:
            self._process.kill()
            raise AssertionError("the process did not end")
        self._wait_until_its_locks_are_free()
        return self._process.exitcode

    def kill(self) -> None:
        self._process.kill()
        self._process.join(60)
        self._wait_until_its_locks_are_free()

    def _wait_until_its_locks_are_free(self) -> None:
        """The server rolls back the transaction of a killed process a moment later, and a tick skips rows that are locked."""
        deadline = time.monotonic() + PATIENCE
        while self._has_connections():
            assert time.monotonic() < deadline, "the server kept the connections of a process that has ended"
            time.sleep(0.02)

    def _has_connections(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_stat_activity WHERE application_name = %s", [f"fault-{self._process.pid}"])
            return cursor.fetchone() is not None


def process_on(work: Work | None, *, fault: str = "", constants: Mapping[str, object] | None = None) -> Process:
    """A process that does this work. `constants` are of modules, by their paths, and hold in that process alone."""
    assert work is not None
    return Process(booted.work_on, work.pk, fault, dict(constants or {}))


def run_of_mail_in_a_process(fault: str = "", *, constants: Mapping[str, object]) -> Process:
    """A process that sends due e-mails, as a worker does."""
    return Process(booted.send_mail, fault, dict(constants))


def tick_in_a_process(fault: str = "") -> Process:
    """A process that does what the beat asks for: `manage.py tick`."""
    return Process(booted.tick, fault)


def server_in_a_process(port: int, fault: str = "") -> Process:
    """A process that answers at this port."""
    return Process(booted.serve, fault, port)


def kill_at(fault: str, work: Work | None, *, constants: Mapping[str, object] | None = None) -> None:
    """Do this work in a process that is killed at the named place, and let its lease run out."""
    assert process_on(work, fault=fault, constants=constants).wait() == KILLED, "the fault was never reached"
    forget_leases()


def forget_leases() -> None:
    """As if the lease of the dead worker had run out."""
    Work.objects.filter(lease_until_at__isnull=False).update(lease_until_at="2020-01-01T00:00Z")
