"""Exporting the protocol as files, which a worker makes."""

import json
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from core import clock, faults, work
from core.work import Progress, WorkRow
from crisis.frame import locked
from journal.actions import record
from people.identity import User
from protocol import markdown, pdf, permissions
from protocol.actions.protocols import EditedMeanwhile
from protocol.assembly import document_of
from protocol.document import Rendered
from protocol.models import LONGEST_UNSHOWN, Protocol, ProtocolExport
from protocol.verbs import Verb
from protocol.work_kinds import EXPORT


@transaction.atomic
def request_export(*, actor: User | None, protocol: Protocol, format: str) -> ProtocolExport:  # noqa: A002 - the word for it
    """Have a worker make a file of the protocol as it is now. The same version and format is the same file."""
    crisis = locked(protocol.crisis_id)
    if actor is not None and not permissions.can_read(actor, crisis):
        raise PermissionDenied
    current = Protocol.objects.get(pk=protocol.pk)
    export, is_new = ProtocolExport.objects.get_or_create(
        protocol=current, version=current.version, state=current.state, format=ProtocolExport.Format(format)
    )
    if export.content is None:
        work_of(export)
    if is_new:
        _forget_earlier_files(export)
        data = {"version": export.version, "format": export.get_format_display()}
        # A closed crisis is read more than any other, and by whom it left the house as a file stays on record.
        record(crisis.journal, Verb.EXPORTED, actor=actor, subject=crisis, data=data, follows_through=True)
    return export


def work_of(export: ProtocolExport) -> WorkRow:
    """The work that makes the file, asked for if it has not been, and tried anew if it had failed."""
    row = work.enqueue(kind=EXPORT, subject_id=export.pk, key=f"{EXPORT}:{export.pk}")
    work.retry(row)
    return row


def _forget_earlier_files(export: ProtocolExport) -> None:
    """Delete the files of earlier versions: no page lists them. One that is still open may link to them for a day."""
    yesterday = clock.now() - timedelta(days=1)
    made = ProtocolExport.objects.filter(protocol=export.protocol, requested_at__lt=yesterday, content__isnull=False)
    made.exclude(version=export.version, state=export.state).delete()


def unrendered() -> QuerySet[Any]:
    """The files of protocols as they are now that have not been made."""
    current = Q(version=F("protocol__version"), state=F("protocol__state"))
    return ProtocolExport.objects.filter(current, content=None).values("pk")


def export_step(row: WorkRow) -> Progress:
    """The one step of an export: set the document and keep the file."""
    export = ProtocolExport.objects.select_related("protocol__crisis").get(pk=row.subject_id)
    if (export.protocol.version, export.protocol.state) != (export.version, export.state):
        raise EditedMeanwhile(_("The protocol was changed before the file was ready. Please export it again."))
    made = rendered(export.protocol, export.format)
    export.content, export.unshown = made.content, made.unshown[:LONGEST_UNSHOWN]
    export.save(update_fields=["content", "unshown"])
    faults.point("export.rendered")
    return Progress(finished=True, done_units=1, total_units=1)


def rendered(protocol: Protocol, format: str) -> Rendered:  # noqa: A002 - the word for it
    """The protocol as a file of that format."""
    document = document_of(protocol)
    match ProtocolExport.Format(format):
        case ProtocolExport.Format.PDF:
            return pdf.render(document, language="en")
        case ProtocolExport.Format.MARKDOWN:
            return Rendered(markdown.render(document).encode())
        case ProtocolExport.Format.JSON:
            return Rendered(json.dumps(document.as_json(), ensure_ascii=False, indent=2).encode() + b"\n")
