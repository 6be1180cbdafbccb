"""Command that imports a feedback file in this process, with the same steps as the workers."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from core.refusals import Refused
from core.work import find, run_here
from intake.actions.decisions import decide_findings
from intake.actions.files import delete_file
from intake.actions.publication_request import request_publication
from intake.actions.uploads import ColumnsUnknown, receive_file
from intake.column_help import unknown_columns
from intake.findings import Decision, Kind, Level
from intake.management.outcomes import in_words, open_questions, outcome_of
from intake.models import Import
from intake.reading.zones import UnknownZone, zone_name

CHUNK_BYTES = 1024 * 1024
LONGEST_SOURCE = 60

# Questions that are answered by confirming them, by their names in `--confirm`.
CONFIRMED = {
    kind.value.replace("_", "-"): kind
    for kind in (
        Kind.IN_FUTURE,
        Kind.LONG_AGO,
        Kind.NO_AGENT,
        Kind.NO_RATING,
        Kind.OTHER_CONTACTS,
        Kind.OTHER_QUESTION,
        Kind.SHARED_IDS,
    )
}


def _add_decisions(parser: CommandParser) -> None:
    """Answers to what the command would otherwise ask about."""
    parser.add_argument(
        "--reassigned",
        choices=[Decision.KEEP.value, Decision.MOVE.value],
        default="",
        help="if known contacts come with other agents: keep their agents, or move them to the new ones",
    )
    parser.add_argument(
        "--same-contacts",
        choices=[Decision.PUBLISH.value],
        default="",
        help="publish the file even if its contacts seem to be known from another source",
    )
    parser.add_argument(
        "--perhaps-known",
        choices=[Decision.SAME.value, Decision.PUBLISH.value],
        default="",
        help="if rows without a contact ID have the times and agents of known contacts: they are the same contacts, or "
        "publish them as other ones",
    )
    parser.add_argument(
        "--confirm",
        action="append",
        choices=list(CONFIRMED),
        default=[],
        help="publish the file even though it needs a look because of this. Can be given several times",
    )


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
            "--source",
            default="",
            help="system that the file comes from. Required if the profile has none; files from one source share contact IDs "
            "and names",
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
        _add_decisions(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if len(options["source"]) > LONGEST_SOURCE:
            raise CommandError(_("The name of a source can have %(most)d characters.") % {"most": LONGEST_SOURCE})
        try:
            outcome = _dry_run(path, options) if options["dry_run"] else _import(path, options)
        except OSError as error:
            raise CommandError(_("%(path)s can't be read: %(why)s") % {"path": path, "why": error.strerror}) from error
        except ColumnsUnknown as refusal:
            raise CommandError(unknown_columns(refusal.header, refusal.guesses)) from refusal
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        outcome.pop("path", None)
        self.stdout.write(json.dumps(outcome, indent=2) if options["json"] else in_words(outcome))
        if outcome["state"] == Import.State.NEEDS_LOOK:
            raise CommandError(open_questions(outcome))


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
            source=options["source"].strip(),
            zone=_zone(options["zone"]),
            goes_on=True,
            creates_people=not options["propose_people"],
        )
    _work_on(imported)
    # Again if another import was published in the meantime, so that there are new questions.
    while imported.state == Import.State.NEEDS_LOOK and _is_decided(imported, options):
        if imported.state == Import.State.CHECKED:
            request_publication(actor=None, imported=imported)
        _work_on(imported)
    return outcome_of(imported)


def _work_on(imported: Import) -> None:
    while imported.state in {Import.State.STAGING, Import.State.PUBLISHING} and (work := find(imported.work_key)):
        run_here(work)
        imported.refresh_from_db()


def _is_decided(imported: Import, options: dict[str, Any]) -> bool:
    """Answer the questions about the file from the options. False if one has no answer; then nothing is decided."""
    answers: dict[str, str] = {
        Kind.REASSIGNED: options["reassigned"],
        Kind.PERHAPS_KNOWN: options["perhaps_known"],
        Kind.SAME_CONTACTS: options["same_contacts"],
        Kind.PUBLISHED_BEFORE: options["same_contacts"],
        **{CONFIRMED[name]: Decision.PUBLISH for name in options["confirm"]},
    }
    blocking = imported.findings.blocking()
    if not all(finding.level == Level.QUESTION and answers.get(finding.kind) for finding in blocking):
        return False
    decide_findings(actor=None, imported=imported, decisions=answers)
    return True


def _zone(text: str) -> str:
    try:
        return zone_name(text) if text else ""
    except UnknownZone as error:
        raise CommandError(
            _("“%(zone)s” is no known time zone. Use a name such as Europe/Amsterdam, or UTC.") % {"zone": text}
        ) from error
