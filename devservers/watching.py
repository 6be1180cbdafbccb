"""Watching the servers of this process's data folder, and restarting one that was killed or doesn't answer."""

import threading
import time
from collections.abc import Callable, Mapping

from devservers.attachment import Attachment, attachments
from devservers.errors import EmbeddedServersError
from devservers.server import Answer, Server
from devservers.sharing import exclusive

LOOK_SECONDS = 1.0
# Failed starts are retried without end, with longer and longer pauses, because the disk may have space again later.
LONGEST_PAUSE_SECONDS = 15.0

Tell = Callable[[str], None]


class ServerWatch(threading.Thread):
    """Watch that sends a real query to a server every second until this process detaches.

    It starts a server under the lock that every process needs for attaching, so that no server is started twice. It starts
    none after `detach`, which removes the attachment first: the watch checks for it under the lock.
    """

    def __init__(self, attachment: Attachment, server: Server, tell: Tell) -> None:
        super().__init__(daemon=True, name=f"watch-{server.name}")
        self._attachment = attachment
        self._server = server
        self._tell = tell

    def run(self) -> None:
        failures = 0
        while not self._is_over():
            failures = 0 if self._look(is_first=not failures) else failures + 1
            time.sleep(min(LOOK_SECONDS * 2**failures, LONGEST_PAUSE_SECONDS) if failures else LOOK_SECONDS)

    def _look(self, *, is_first: bool) -> bool:
        """True if the server answers, after a restart if necessary."""
        begun = time.monotonic()
        try:
            if self._server.ask() is Answer.READY:
                return True
            with exclusive(self._attachment.places.data / "start.lock"):
                was_started = not self._is_over() and self._server.restore(self._is_over)
        except (EmbeddedServersError, OSError) as error:
            if is_first and not self._is_over():
                self._tell(f"{self._server.title} stopped and can't be started; trying again: {error}")
            return False
        if was_started:
            seconds = time.monotonic() - begun
            self._tell(f"{self._server.title} stopped and was started again after {seconds:.1f} s; log: {self._server.log}")
        return True

    def _is_over(self) -> bool:
        return self._attachment not in attachments()


def watch(environ: Mapping[str, str], tell: Tell) -> None:
    """Watch the embedded servers in the environment. Other servers are not watched."""
    named = {environ.get("DATABASE_URL"), environ.get("REDIS_URL")}
    for attachment in attachments():
        for server in attachment.servers:
            if server.url in named:
                ServerWatch(attachment, server, tell).start()
