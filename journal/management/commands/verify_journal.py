from typing import Any

from django.core.management.base import BaseCommand, CommandError

from journal import queries


class Command(BaseCommand):
    help = "Walk every journal's chain and report each entry or text that was changed, removed or added."

    def handle(self, *_args: Any, **_options: Any) -> None:
        damages = list(queries.damages())
        for damage in damages:
            self.stderr.write(f"journal {damage.journal_id}, entry {damage.sequence}: {damage.what}")
        if damages:
            raise CommandError(f"{len(damages)} places do not hold.")
        for journal in queries.journals():
            sequence, hash_ = queries.head(journal.pk)
            self.stdout.write(f"journal {journal.pk} “{journal.title}”: {sequence} entries, head {hash_}")
