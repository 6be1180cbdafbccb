"""The embedded PostgreSQL: one cluster per data folder, on a Unix socket only."""

import contextlib
import os
import shutil
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

import psutil
import psycopg

from devservers.binaries import postgres_bin
from devservers.errors import EmbeddedServersError
from devservers.files import secret_in, tail_of, write_private
from devservers.folders import Places
from devservers.processes import end, kill_all_in, strays
from devservers.server import Answer, Server

ROLE = "ecs"
DATABASE = "ecs"

SETTINGS = """\
# Written at every start by devservers.
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
hba_file = '{data}/pg_hba.conf'
max_connections = 200
shared_buffers = 256MB
maintenance_work_mem = 128MB
effective_cache_size = 1GB
max_wal_size = 2GB
random_page_cost = 1.1
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
log_line_prefix = '%m [%p] '
# Failed statements contain what people typed, with the time, also anonymous suggestions.
log_min_error_statement = panic
# Without these two, a crash of the machine can lose or corrupt data. A killed server loses nothing either way, because
# commits are passed to the system before they are confirmed.
fsync = {durable}
full_page_writes = {durable}
"""


class Postgres(Server):
    """PostgreSQL with the data in ``<home>/postgres``."""

    name: ClassVar[str] = "postgres"
    title: ClassVar[str] = "PostgreSQL"
    # Fast shutdown, then immediate shutdown, which leaves recovery to the next start.
    stop_steps: ClassVar[Sequence[tuple[signal.Signals, float]]] = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0))

    def __init__(self, places: Places, *, durable: bool) -> None:
        super().__init__(places)
        self.cluster = places.home / "postgres"
        self._durable = durable
        self._password = secret_in(places.data / "postgres-password")

    @property
    def url(self) -> str:
        host = quote(str(self.places.sockets), safe="")
        return f"postgresql://{ROLE}:{self._password}@{host}/{DATABASE}"

    @property
    def arguments(self) -> list[str]:
        return ["-D", str(self.cluster)]

    @property
    def ground(self) -> Path:
        return self.cluster

    def program(self) -> Path:
        return postgres_bin(self.places.account) / "postgres"

    def prepare(self, *, keeps_address: bool) -> None:  # noqa: ARG002 - its socket has one place only
        if not self.cluster.exists():
            self._make_cluster()
        account = self.places.account
        settings = SETTINGS.format(sockets=self.places.sockets, data=self.cluster, durable="on" if self._durable else "off")
        write_private(self.cluster / "postgresql.conf", settings, (account.uid, account.gid))
        self._drop_misleading_pid_files()
        self._end_orphans()

    def ask(self) -> Answer:
        try:
            self._query(DATABASE, "SELECT 1")
        except psycopg.OperationalError as error:
            return self._meaning_of(str(error))
        return Answer.READY

    def _meaning_of(self, refusal: str) -> Answer:
        if "the database system is" in refusal:
            return Answer.BUSY
        if "too many clients" in refusal or "connection slots" in refusal:
            return Answer.READY  # it refuses because it is busy
        if f'database "{DATABASE}" does not exist' in refusal:
            self._make_database()
            return Answer.BUSY
        if "FATAL" in refusal:
            raise EmbeddedServersError(f"The embedded PostgreSQL refuses connections: {refusal}")
        return Answer.SILENT

    def _make_database(self) -> None:
        # The server may still be creating it for a killed process. Then it exists a moment later.
        busy = psycopg.errors.UniqueViolation, psycopg.errors.DuplicateDatabase, psycopg.errors.ObjectInUse
        with contextlib.suppress(*busy):
            self._query("postgres", f"CREATE DATABASE {DATABASE}")

    def _query(self, database: str, statement: str) -> None:
        with psycopg.connect(
            host=str(self.places.sockets),
            user=ROLE,
            password=self._password,
            dbname=database,
            connect_timeout=5,
            autocommit=True,
        ) as connection:
            connection.execute(statement.encode())

    def _make_cluster(self) -> None:
        """Create the cluster next to its final folder and move it there, so that it is never incomplete."""
        account = self.places.account
        draft = self.places.home / "postgres.new"
        password_file = self.places.home / "initdb-password"
        arguments = [
            f"--pgdata={draft}",
            f"--username={ROLE}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--data-checksums",
            "--no-instructions",
            *([] if self._durable else ["--no-sync"]),
        ]
        for mark in strays(arguments, account.uid):
            end(mark, ())  # the process that started it was killed
        shutil.rmtree(draft, ignore_errors=True)
        write_private(password_file, self._password, (account.uid, account.gid))
        log = self.places.data / "initdb.log"
        with log.open("wb") as output:
            status = self.run([str(postgres_bin(account) / "initdb"), *arguments], output).wait()
        password_file.unlink()
        if status != 0:
            raise EmbeddedServersError(f"initdb failed. The end of {log}:\n{tail_of(log)}")
        draft.rename(self.cluster)

    def _drop_misleading_pid_files(self) -> None:
        """Remove lock files whose pid now belongs to an unrelated process of the same user.

        PostgreSQL only checks whether the pid is alive, and would refuse to start. The caller has checked that no server of
        this folder runs. PostgreSQL detects running backends of a killed one through shared memory.
        """
        for path in (self.cluster / "postmaster.pid", self.places.sockets / ".s.PGSQL.5432.lock"):
            try:
                pid = int(path.read_text().split("\n", 1)[0])
            except (FileNotFoundError, ValueError):
                continue
            if pid != os.getpid() and psutil.pid_exists(pid):
                path.unlink(missing_ok=True)

    def _end_orphans(self) -> None:
        """Kill remaining backends of a killed server, because a long query would keep the next server from starting."""
        kill_all_in(self.cluster, program=self.program().name, uid=self.places.account.uid)
