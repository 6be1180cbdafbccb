"""Command that imports a feedback file in this process, with the same steps as the workers."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from core.refusals import Refused
from core.work import find, run_here
from intake.actions.files import delete_file
from intake.actions.uploads import receive_file
from intake.kinds import kind_called, kind_of
from intake.models import Import
from intake.queries.files import unused_cells
from intake.queries.imports import EXCEPTIONS
from intake.queries.rejections import rejections
from intake.reading.zones import UnknownZone, zone_name

CHUNK_BYTES = 1024 * 1024
REJECTIONS_SHOWN = 20


class Command(BaseCommand):
    help = "Import a file of feedback or of evaluations. Importing the same file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--profile",
            default="",
            help="import profile to read the file with: one of your own, a built-in one, or generic (default: recognised by "
            "the header)",
        )
        parser.add_argument(
            "--zone",
            default="",
            help="time zone of the file's times, such as Europe/Amsterdam or UTC (default: what the file or the profile says, "
            "or else the organisation's)",
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would happen without changing anything")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        parser.add_argument(
            "--propose-people", action="store_true", help="leave unknown names to be matched on the Imports page"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            outcome = _dry_run(path, options) if options["dry_run"] else _import(path, options)
        except OSError as error:
            raise CommandError(_("%(path)s can't be read: %(why)s") % {"path": path, "why": error.strerror}) from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        outcome.pop("path", None)
        self.stdout.write(json.dumps(outcome, indent=2) if options["json"] else _in_words(outcome))


def _dry_run(path: Path, options: dict[str, Any]) -> dict[str, Any]:
    """Run the whole import and roll it back, so that the counts are those of a real import."""
    with transaction.atomic():
        outcome = _import(path, options)
        transaction.set_rollback(True)
    delete_file(outcome.pop("path"))
    return {**outcome, "dry_run": True, "import": None}


def _import(path: Path, options: dict[str, Any]) -> dict[str, Any]:
    with path.open("rb") as file:
        imported = receive_file(
            actor=None,
            file_name=path.name,
            chunks=iter(lambda: file.read(CHUNK_BYTES), b""),
            profile_name=options["profile"],
            zone=_zone(options["zone"]),
            goes_on=True,
            creates_people=not options["propose_people"],
        )
    while imported.state in {Import.State.STAGING, Import.State.PUBLISHING} and (work := find(imported.work_key)):
        run_here(work)
        imported.refresh_from_db()
    return {
        "import": imported.pk,
        "kind": imported.kind,
        "path": imported.path,
        "file": imported.file_name,
        "state": imported.state,
        "source": imported.source,
        **{name: imported.counts.get(name, 0) for name in kind_of(imported).counts},
        "left_out_cells": [
            {"column": cells.column, "count": cells.count, "example": cells.example, "sentence": cells.sentence}
            for cells in unused_cells(imported)
        ],
        "rejections": [
            {"line": bad.line, "column": bad.column, "value": bad.value, "reason": bad.reason, "sentence": bad.sentence}
            for bad in rejections(imported.pk, at_most=REJECTIONS_SHOWN)
        ],
    }


def _zone(text: str) -> str:
    try:
        return zone_name(text) if text else ""
    except UnknownZone as error:
        raise CommandError(
            _("“%(zone)s” is no known time zone. Use a name such as Europe/Amsterdam, or UTC.") % {"zone": text}
        ) from error


def _in_words(outcome: dict[str, Any]) -> str:
    labels = kind_called(outcome["kind"]).counts
    figures = {name: label for name, label in labels.items() if outcome[name] or name not in EXCEPTIONS}
    lines = [f"{outcome[name]:>10,}  {label}" for name, label in figures.items()]
    lines += [
        _("%(column)s, %(count)s cells left out, such as “%(example)s”: %(sentence)s")
        % {**cells, "count": f"{cells['count']:,}"}
        for cells in outcome["left_out_cells"]
    ]
    lines += [": ".join(filter(None, (_place(bad), bad["value"], bad["sentence"]))) for bad in outcome["rejections"]]
    if outcome["state"] == Import.State.NEEDS_PEOPLE:
        lines.append(_("Nothing is published yet. Match the unknown names on the Imports page."))
    if outcome.get("dry_run"):
        lines.append(_("Dry run: nothing was changed."))
    return "\n".join(lines)


def _place(bad: dict[str, Any]) -> str:
    place = _("line %(line)s") % {"line": bad["line"]}
    return f"{place}, {bad['column']}" if bad["column"] else place
