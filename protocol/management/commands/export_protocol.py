from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import work
from core.work import WorkFailed
from protocol import actions
from protocol.models import Protocol, ProtocolExport


class Command(BaseCommand):
    help = "Export the protocol of a crisis to a file, like the export on its page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("crisis", type=int, metavar="CRISIS", help="number of the crisis, as in its URL")
        parser.add_argument("--format", choices=ProtocolExport.Format.values, default=ProtocolExport.Format.PDF.value)
        parser.add_argument("--output", type=Path, required=True, metavar="FILE")

    def handle(self, *_args: Any, **options: Any) -> None:
        protocol = Protocol.objects.filter(crisis=options["crisis"]).first()
        if protocol is None:
            raise CommandError(f"Crisis {options['crisis']} has no protocol. One is compiled when a crisis is resolved.")
        export = actions.request_export(actor=None, protocol=protocol, format=options["format"])
        if export.content is None:
            try:
                work.run_here(actions.work_of(export))
            except WorkFailed as failure:
                raise CommandError(str(failure)) from failure
            export.refresh_from_db()
        if export.content is None:
            raise CommandError("The file couldn't be created. Please try again.")
        try:
            options["output"].write_bytes(bytes(export.content))
        except OSError as error:
            raise CommandError(f"{options['output']} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{options['output']}: {len(export.content)} bytes")
        if export.unshown:
            self.stderr.write(f"No font has “{export.unshown}”, so boxes stand in its place. Install a font and export again.")
