import os
import sys
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from core.supervision import TickWatch, is_port_free, run_procfile, when_it_listens

DEFAULT_PORT = "8000"


class Command(BaseCommand):
    help = "Run everything on this machine: migrate, load the demo into an empty database, and serve until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")

    def handle(self, *_args: Any, **options: Any) -> None:
        port = self._port()
        call_command("migrate", interactive=False, verbosity=options["verbosity"])
        if not options["no_demo"]:
            self._load_demo()
        # The supervisor forks, and a connection must not be shared with a fork.
        connections.close_all()
        watch = TickWatch()
        watch.start()
        when_it_listens(port, lambda: self._announce(port))
        status = run_procfile(Path(settings.BASE_DIR) / "Procfile", self._environment(port))
        watch.stop()
        sys.exit(status)

    def _port(self) -> int:
        text = os.environ.get("PORT") or DEFAULT_PORT
        if not text.isdigit() or not 0 < int(text) < 2**16:
            raise CommandError(f"PORT={text} is not a port.")
        if not is_port_free(int(text)):
            raise CommandError(f"Port {text} is taken. Stop what runs there, or choose another: PORT=8001 make run")
        return int(text)

    def _load_demo(self) -> None:
        # By its label: the rooms are above core.
        if apps.get_model("people", "Person").objects.exists() or "seed_demo" not in get_commands():
            return
        self.stdout.write("The database is empty: loading the demo …")
        call_command("seed_demo")

    def _environment(self, port: int) -> dict[str, str]:
        programs = str(Path(sys.executable).parent)
        return os.environ | {
            "PORT": str(port),
            "PATH": os.pathsep.join((programs, os.environ.get("PATH", os.defpath))),
            "ECS_DATA_DIR": str(settings.DATA_DIR),
            # Lines come through a pipe and should be seen when they are written.
            "PYTHONUNBUFFERED": "1",
        }

    def _announce(self, port: int) -> None:
        lines = ["", f"Ready: http://127.0.0.1:{port}/  (Ctrl-C stops everything)", ""]
        sign_ins = Path(settings.DATA_DIR) / "demo-sign-ins.txt"
        if sign_ins.exists():
            lines += [sign_ins.read_text(encoding="utf-8").rstrip(), ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
