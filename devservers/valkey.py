"""The embedded Valkey, on a loopback port with a password.

It stores nothing on disk, because PostgreSQL has all the facts. It uses a port and not a socket, because Celery and redis-py
write socket addresses differently and one address must work for both.
"""

import signal
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from devservers.binaries import valkey_server
from devservers.errors import EmbeddedServersError
from devservers.files import read_text, secret_in, write_private
from devservers.folders import Places
from devservers.server import Answer, Server

HEALTHY = b"+OK\r\n+PONG\r\n"

SETTINGS = """\
# Written at every start by devservers.
bind 127.0.0.1
port {port}
requirepass {password}
protected-mode yes
daemonize no
save ""
appendonly no
# The command line tells whose process this is, so it must stay as it was.
set-proc-title no
dir {home}
"""


class Valkey(Server):
    """Valkey with its configuration in ``<home>/valkey.conf``."""

    name: ClassVar[str] = "valkey"
    title: ClassVar[str] = "Valkey"
    stop_steps: ClassVar[Sequence[tuple[signal.Signals, float]]] = ((signal.SIGTERM, 10.0),)

    def __init__(self, places: Places) -> None:
        super().__init__(places)
        self._settings_file = places.home / "valkey.conf"
        self._port_file = places.data / "valkey-port"
        self._password = secret_in(places.data / "valkey-password")

    @property
    def url(self) -> str:
        return f"redis://:{self._password}@127.0.0.1:{self._port}/0"

    @property
    def arguments(self) -> list[str]:
        return [str(self._settings_file)]

    @property
    def ground(self) -> Path:
        return self._settings_file

    def program(self) -> Path:
        return valkey_server(self.places.account)

    def prepare(self, *, keeps_address: bool) -> None:
        # The same port as before if it is free, so that attached processes find the new server.
        is_free = _is_free(self._port)
        if keeps_address and not is_free:
            raise EmbeddedServersError(f"The port of the embedded Valkey, {self._port}, is used by another process.")
        port = self._port if is_free else _any_free_port()
        write_private(self._port_file, str(port))
        account = self.places.account
        settings = SETTINGS.format(port=port, password=self._password, home=self.places.home)
        write_private(self._settings_file, settings, (account.uid, account.gid))

    def ask(self) -> Answer:
        try:
            with socket.create_connection(("127.0.0.1", self._port), timeout=2) as connection:
                connection.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
                reply = b""
                while len(reply) < len(HEALTHY) and (part := connection.recv(200)):
                    reply += part
        except OSError:
            return Answer.SILENT
        if b"LOADING" in reply:
            return Answer.BUSY
        return Answer.READY if reply == HEALTHY else Answer.SILENT

    @property
    def _port(self) -> int:
        return int(read_text(self._port_file) or 0)


def _is_free(port: int) -> bool:
    if not port:
        return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _any_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
