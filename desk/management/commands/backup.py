import time
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from core.refusals import Refused
from desk.backups import make_backup, seconds_until_due

LOOK_SECONDS = 60.0


def at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError("This must be a whole number of at least 1.")
    return int(text)


class Command(BaseCommand):
    help = "Back up the database and unread uploads to one verified file, while the application keeps running."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path, metavar="FOLDER|FILE", help="a folder, or the name of the new file")
        parser.add_argument(
            "--keep", type=at_least_one, metavar="N", help="keep this many backups in the folder and delete older ones"
        )
        parser.add_argument(
            "--every",
            type=at_least_one,
            metavar="HOURS",
            help="keep running, and make a backup whenever the newest is this old",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        target: Path = options["target"]
        if options["every"] is None:
            self._make(target, options["keep"])
            return
        if not target.is_dir():
            raise CommandError(f"{target} is not a folder. With --every, name a folder for the backups.")
        while True:
            if left := seconds_until_due(target, every_hours=options["every"]):
                time.sleep(min(left, LOOK_SECONDS))
                continue
            self._make(target, options["keep"])
            # The connection isn't needed for hours, and the server may restart until then.
            connection.close()

    def _make(self, target: Path, keep: int | None) -> None:
        try:
            made = make_backup(target, keep=keep)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        for path in made.manifest.missing_uploads:
            self.stderr.write(f"The upload {path} is missing from this disk, but an import needs it.")
        facts = made.manifest.facts
        rows, uploads = sum(facts.counts.values()), len(made.manifest.files) - 1
        self.stdout.write(
            f"{made.path}: {rows:,} rows, {len(facts.heads)} journals, {uploads} uploads, {made.size_bytes:,} bytes"
        )
        self.stdout.write(
            "You need this installation's SECRET_KEY to restore everything. Keep a copy of the key in another place."
        )
        self.stdout.flush()
