from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.triggers import not_in_force
from journal import queries


class Command(BaseCommand):
    help = """
        Check the hash chain of each journal. Reports entries and texts that were changed, removed or added, and triggers that
        are missing, changed or disabled.
    """

    def handle(self, *_args: Any, **_options: Any) -> None:
        damages = list(queries.damages())
        for damage in damages:
            self.stderr.write(f"journal {damage.journal_id}, entry {damage.sequence}: {damage.what}")
        triggers = list(not_in_force())
        for trigger in triggers:
            self.stderr.write(f"Trigger {trigger}.")
        if damages or triggers:
            raise CommandError(f"{len(damages)} damaged entries or texts, {len(triggers)} triggers not in force.")
        for journal in queries.journals():
            sequence, hash_ = queries.head(journal.pk)
            self.stdout.write(f"journal {journal.pk} “{journal.title}”: {sequence} entries, head {hash_}")
