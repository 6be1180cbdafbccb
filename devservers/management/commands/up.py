import logging
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from devservers import watch
from devservers.attachment import attachments
from devservers.other_version import is_of_another_version, set_aside
from devservers.supervision import TickWatch, is_port_free, run_procfile, show_again, when_it_listens

DEFAULT_PORT = "8000"


class Command(BaseCommand):
    help = "Run everything on this machine: migrate, load the demo into an empty database, and serve until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="don't load the demo into an empty database")
        parser.add_argument("--set-data-aside", action="store_true", help="set data of another version aside without asking")

    def handle(self, *_args: Any, **options: Any) -> None:
        port = self._port()
        logs = self._logs()
        watch(os.environ, self._say)
        try:
            self._migrate(sets_aside=options["set_data_aside"])
            if not options["no_demo"]:
                self._load_demo()
        except KeyboardInterrupt:
            sys.exit("Stopped during setup. Nothing is lost. Run it again to continue.")
        # The supervisor forks, and forks must not share connections.
        connections.close_all()
        tick_watch = TickWatch()
        tick_watch.start()
        when_it_listens(port, lambda: self._announce(port))
        status = run_procfile(Path(settings.BASE_DIR) / "Procfile", self._environment(port), logs)
        tick_watch.stop()
        sys.exit(status)

    def _port(self) -> int:
        text = os.environ.get("PORT") or DEFAULT_PORT
        if not text.isdigit() or not 0 < int(text) < 2**16:
            raise CommandError(f"PORT={text} is not a port number.")
        if not is_port_free(int(text)):
            raise CommandError(
                f"Port {text} is in use. Stop the program that uses it, or choose another port: PORT=8001 make run"
            )
        return int(text)

    def _logs(self) -> Path:
        """Folder of the logs. This process logs there too, and not to the screen."""
        folder = Path(settings.DATA_DIR) / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        line = "%(asctime)s %(levelname)s %(name)s %(message)s"
        logging.basicConfig(filename=folder / "up.log", filemode="w", format=line, level=logging.INFO, force=True)
        return folder

    def _migrate(self, *, sets_aside: bool) -> None:
        if is_of_another_version(connection):
            self._set_aside(is_agreed=sets_aside)
        executor = MigrationExecutor(connection)
        steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if steps:
            with self._progress(f"Setting up the database ({steps} migrations)"):
                call_command("migrate", interactive=False, verbosity=0)

    def _set_aside(self, *, is_agreed: bool) -> None:
        """Set the data of another version aside, if agreed by option or in the terminal."""
        if os.environ["DATABASE_URL"] not in {server.url for each in attachments() for server in each.servers}:
            raise CommandError(
                "The database in DATABASE_URL was made by another version. Set DATABASE_URL to an empty database."
            )
        self._say(f"The data in {settings.DATA_DIR} was made by another version of this project. This version can't use it.")
        if not is_agreed and not _says_yes("Set it aside and start with an empty database? Nothing is deleted. [y/N] "):
            raise CommandError("Nothing was changed. To set the data aside: make run ARGS=--set-data-aside")
        try:
            aside = set_aside(connection, Path(settings.DATA_DIR), time.strftime("%Y%m%d_%H%M%S"))
        except OperationalError as error:
            raise CommandError(f"Nothing was changed, because another program is using the database. {error}") from error
        self._say(f"The earlier database is now called {aside}, on the same server. Its files have the same suffix.")

    def _load_demo(self) -> None:
        # By label, because this package can't import the rooms.
        if apps.get_model("people", "Person").objects.exists() or "seed_demo" not in get_commands():
            return
        with self._progress("The database is empty: loading the demo"):
            # The sign-ins are shown at the end, with the address.
            call_command("seed_demo", stdout=StringIO())

    @contextmanager
    def _progress(self, what: str) -> Iterator[None]:
        began = time.monotonic()
        self.stdout.write(f"{what} … ", ending="")
        self.stdout.flush()
        yield
        self.stdout.write(f"{time.monotonic() - began:.0f} s")

    def _environment(self, port: int) -> dict[str, str]:
        programs = str(Path(sys.executable).parent)
        return os.environ | {
            "PORT": str(port),
            "PATH": os.pathsep.join((programs, os.environ.get("PATH", os.defpath))),
            "ECS_DATA_DIR": str(settings.DATA_DIR),
            # So that lines appear in the log immediately.
            "PYTHONUNBUFFERED": "1",
        }

    def _announce(self, port: int) -> None:
        """Print the address and the sign-ins, now and whenever Enter is pressed."""
        sign_ins = Path(settings.DATA_DIR) / "demo-sign-ins.txt"
        lines = ["", f"Ready: http://127.0.0.1:{port}/  (Ctrl-C stops everything, Enter shows this again)"]
        lines += ["", sign_ins.read_text(encoding="utf-8").rstrip()] if sign_ins.exists() else []
        self._say("\n".join([*lines, ""]))
        show_again(lambda: self._say("\n".join([*lines, ""])))

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _says_yes(question: str) -> bool:
    """True if the user confirms. False without a terminal."""
    if sys.stdin is None or not sys.stdin.isatty():
        return False
    try:
        return input(question).strip().lower() in {"y", "yes"}
    except EOFError:
        return False
