from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.refusals import Refused
from desk.backups import restore


class Command(BaseCommand):
    help = "Restore a backup into an empty database, and check that the result matches the backup."
    # Checks may query the database, which is empty.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="a file made by `manage.py backup`")
        parser.add_argument(
            "--other-key",
            action="store_true",
            help="restore even if the backup's SECRET_KEY is lost (webhooks then need new secrets)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            done = restore(options["file"], other_key=options["other_key"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        facts = done.manifest.facts
        self.stdout.write(
            f"Restored as of {done.manifest.made_at:%d %b %Y, %H:%M} UTC: {sum(facts.counts.values()):,} rows, "
            f"{len(facts.heads)} journals, {len(done.manifest.files) - 1} uploads. All counts and journals match the backup."
        )
        if done.has_other_key:
            self.stderr.write(
                "This installation has another SECRET_KEY. Make a new secret for each webhook, and run reset_second_factor "
                "for each person with an authenticator app."
            )
        if done.lost_fallbacks:
            self.stderr.write(
                "SECRET_KEY_FALLBACKS lacks a key that the backup used. Make new secrets for webhooks that stop working."
            )
        for path in done.manifest.missing_uploads:
            self.stderr.write(f"The upload {path} was missing when the backup was made. Upload the file again.")
        if done.damages:
            listed = "\n".join(done.damages)
            raise CommandError(f"Everything is restored, but the journal was changed by hand before the backup:\n{listed}")
        self.stdout.write("Start web, worker and beat now. Everyone needs to sign in again.")
