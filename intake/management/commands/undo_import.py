"""Command that undoes an import in this process, with the same steps as the workers."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from core.refusals import Refused
from core.work import find, retry, run_here
from intake.actions.undo import undo
from intake.kinds import kind_of
from intake.models import Import


class Command(BaseCommand):
    help = "Undo an import: remove what it added and restore what it changed. It is safe to run this twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("import", type=int, help="number of the import, as in the address of its page")
        parser.add_argument("--dry-run", action="store_true", help="show what would happen without changing anything")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        imported = Import.objects.filter(pk=options["import"]).first()
        if imported is None:
            raise CommandError(_("Import %(number)s doesn't exist.") % {"number": options["import"]})
        try:
            done = _would_do(imported) if options["dry_run"] else _undo(imported)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        outcome = {"import": imported.pk, "file": imported.file_name, "state": imported.state, **done}
        labels = kind_of(imported).undone_counts
        words = "\n".join(f"{done[name]:>10,}  {label}" for name, label in labels.items() if name in done)
        self.stdout.write(json.dumps(outcome, indent=2) if options["json"] else words)


def _would_do(imported: Import) -> dict[str, int]:
    return {**kind_of(imported).would_undo(imported)}


def _undo(imported: Import) -> dict[str, int]:
    undo(actor=None, imported=imported)
    while imported.state == Import.State.UNDOING and (work := find(imported.work_key)):
        retry(work)
        run_here(work)
        imported.refresh_from_db()
    return {name: imported.counts[name] for name in kind_of(imported).undone_counts}
