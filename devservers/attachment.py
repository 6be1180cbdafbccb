"""Attaching this process to the servers of a data folder, and detaching it."""

import atexit
import os
import signal
import sys
import threading
from collections.abc import MutableMapping
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from devservers.folders import Places, default_data_dir, forget, places_of
from devservers.postgres import Postgres
from devservers.server import Server
from devservers.sharing import Hold, exclusive
from devservers.valkey import Valkey


@dataclass(frozen=True, slots=True)
class Servers:
    """Addresses of the servers, in the form of the settings."""

    database_url: str
    redis_url: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """Attachment of this process to the servers of a data folder."""

    addresses: Servers
    servers: tuple[Server, ...]
    places: Places
    hold: Hold


# By data folder. A process attaches to each one once and stays attached until it exits.
_attached: dict[Path, Attachment] = {}


def attach(data_dir: Path | None = None) -> Servers:
    """The servers of this data folder (`ECS_DATA_DIR`, else `.data`), started if they aren't running.

    The process stays attached until it exits or calls `detach`; the last one stops the servers. With
    ``ECS_EMBEDDED_DURABLE=0``, PostgreSQL doesn't wait for the disk, which is for tests only.
    """
    data = (data_dir or default_data_dir()).resolve()
    if data in _attached:
        return _attached[data].addresses
    places = places_of(data)
    with exclusive(data / "start.lock"):
        hold = Hold(data / "users.lock")
        try:
            postgres, valkey = servers = _servers_of(places)
            for server in servers:
                server.ensure()
        except BaseException:
            hold.close()
            raise
        _attached[data] = Attachment(Servers(postgres.url, valkey.url), servers, places, hold)
    _leave_on_sigterm()
    return _attached[data].addresses


def provide(environ: MutableMapping[str, str]) -> None:
    """Set DATABASE_URL and REDIS_URL if they are unset. Addresses of other servers stay unchanged."""
    if environ.get("DATABASE_URL") and environ.get("REDIS_URL"):
        return
    servers = attach()
    for name, url in (("DATABASE_URL", servers.database_url), ("REDIS_URL", servers.redis_url)):
        if not environ.get(name):
            environ[name] = url


def detach(data_dir: Path | None = None) -> None:
    """Detach this process. The last one stops the servers."""
    data = (data_dir or default_data_dir()).resolve()
    attachment = _attached.pop(data, None)
    if attachment is None:
        return
    if not data.is_dir():
        # The folder was deleted. The next start there stops what is still running.
        attachment.hold.close()
        return
    with exclusive(data / "start.lock"):
        if attachment.hold.is_the_last():
            for server in attachment.servers:
                server.stop()
        attachment.hold.close()


def attachments() -> list[Attachment]:
    """Current attachments of this process."""
    return list(_attached.values())


def remove(data_dir: Path | None = None) -> bool:
    """Stop the servers and delete all their data. Does nothing and returns False if another process uses them."""
    data = (data_dir or default_data_dir()).resolve()
    if not data.is_dir():
        return True
    places = places_of(data)
    with exclusive(data / "start.lock"):
        hold = Hold(data / "users.lock")
        if not hold.is_the_last():
            hold.close()
            return False
        for server in _servers_of(places):
            server.stop()
        forget(data)
        hold.close()
    return True


def _servers_of(places: Places) -> tuple[Server, Server]:
    durable = os.environ.get("ECS_EMBEDDED_DURABLE", "1") != "0"
    return Postgres(places, durable=durable), Valkey(places)


@atexit.register
def _leave() -> None:
    for data in list(_attached):
        detach(data)


def _forget_after_fork() -> None:
    # A forked child shares the parent's locks. It must not keep them after the parent exits, nor stop the servers.
    for attachment in _attached.values():
        attachment.hold.close()
    _attached.clear()


os.register_at_fork(after_in_child=_forget_after_fork)


def _leave_on_sigterm() -> None:
    """Make SIGTERM and SIGHUP exit the process cleanly, unless they have handlers already."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _exit)


def _exit(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)
