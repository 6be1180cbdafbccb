"""Exports of the protocol as files, created by a worker."""

import json
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock, faults, work
from core.work import Progress, WorkRow
from crisis.public_models import locked
from journal.actions import record
from journal.queries import lines
from people.actions import notify_all
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
    """Queue a file of the protocol as it is now. One file per version and format, and one record for each person who asks."""
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
    if is_new or (actor is not None and actor.person_id not in _requesters(export)):
        data = {"version": export.version, "format": export.get_format_display(), "export": export.pk}
        # Exports are recorded even after closing: the record shows who took the document out of the organisation.
        record(crisis.journal, Verb.EXPORTED, actor=actor, subject=crisis, data=data, follows_through=True)
    return export


def work_of(export: ProtocolExport) -> WorkRow:
    """The work that creates the file. Queued if it wasn't yet, and retried if it failed."""
    row = work.enqueue(kind=EXPORT, subject_id=export.pk, key=f"{EXPORT}:{export.pk}")
    work.retry(row)
    return row


def _forget_earlier_files(export: ProtocolExport) -> None:
    """Delete files of earlier versions, which no page lists. They are kept for a day, because an open page may link to them."""
    yesterday = clock.now() - timedelta(days=1)
    made = ProtocolExport.objects.filter(protocol=export.protocol, requested_at__lt=yesterday, content__isnull=False)
    made.exclude(version=export.version, state=export.state).delete()


def unrendered() -> QuerySet[Any]:
    """Files of current protocols that haven't been created."""
    current = Q(version=F("protocol__version"), state=F("protocol__state"))
    return ProtocolExport.objects.filter(current, content=None).values("pk")


def export_step(row: WorkRow) -> Progress:
    """The only step of an export: render the document and store the file."""
    export = ProtocolExport.objects.select_related("protocol__crisis").get(pk=row.subject_id)
    if (export.protocol.version, export.protocol.state) != (export.version, export.state):
        raise EditedMeanwhile(_("The protocol was changed before the file was ready. Please export it again."))
    made = rendered(export.protocol, export.format)
    export.content, export.unshown = made.content, made.unshown[:LONGEST_UNSHOWN]
    export.save(update_fields=["content", "unshown"])
    _tell_requesters(export)
    faults.point("export.rendered")
    return Progress(finished=True, done_units=1, total_units=1)


def _requesters(export: ProtocolExport) -> set[int]:
    """Ids of the people who asked for this file, from the journal. Requests of older versions of the product don't name it."""
    requests = lines(export.protocol.crisis.journal_id, verbs=[Verb.EXPORTED])
    return {each.actor_id for each in requests if each.actor_id is not None and each.data.get("export") == export.pk}


def _tell_requesters(export: ProtocolExport) -> None:
    crisis = export.protocol.crisis
    words = {"title": crisis.title, "format": export.get_format_display()}
    notify_all(
        person_ids=_requesters(export),
        key=f"export:{export.pk}",
        text=_("The protocol of “%(title)s” is ready as %(format)s.") % words,
        url=reverse("protocol:detail", args=[crisis.pk]),
        journal=crisis.journal,
    )


def rendered(protocol: Protocol, format: str) -> Rendered:  # noqa: A002 - the word for it
    """The protocol as a file in that format."""
    document = document_of(protocol)
    match ProtocolExport.Format(format):
        case ProtocolExport.Format.PDF:
            return pdf.render(document, language="en")
        case ProtocolExport.Format.MARKDOWN:
            return Rendered(markdown.render(document).encode())
        case ProtocolExport.Format.JSON:
            return Rendered(json.dumps(document.as_json(), ensure_ascii=False, indent=2).encode() + b"\n")
