from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.triggers import not_in_force
from journal import queries


class Command(BaseCommand):
    help = """
        Walk every journal's chain and report each entry or text that was changed, removed or added, and triggers that are
        not in force.
    """

    def handle(self, *_args: Any, **_options: Any) -> None:
        damages = list(queries.damages())
        for damage in damages:
            self.stderr.write(f"journal {damage.journal_id}, entry {damage.sequence}: {damage.what}")
        triggers = list(not_in_force())
        for trigger in triggers:
            self.stderr.write(f"The trigger {trigger}.")
        if damages or triggers:
            raise CommandError(f"{len(damages)} places do not hold, and {len(triggers)} triggers are not in force.")
        for journal in queries.journals():
            sequence, hash_ = queries.head(journal.pk)
            self.stdout.write(f"journal {journal.pk} “{journal.title}”: {sequence} entries, head {hash_}")
