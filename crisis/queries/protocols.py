"""Reading protocols: whose they are, how far the worker is, and which files have been made."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse

from core import clock
from core.pages import opaque
from core.progress import WorkProgress, progress_of
from core.work import latest
from crisis import permissions
from crisis.actions.kinds import COMPILE, EXPORT
from crisis.models import Crisis, Protocol, ProtocolExport
from journal.drills import circle_of
from people.identity import Role, User
from people.queries import holders_of, names


def readable_crises(user: User) -> QuerySet[Crisis]:
    """The crises whose protocols the user may read; see `permissions.can_read_protocol`."""
    if user.has_role(Role.SUPERVISOR, Role.OPS):
        return Crisis.objects.all()
    return Crisis.objects.filter(Q(lead=user.person_id) | Q(deputy=user.person_id))


def protocols_for(user: User) -> QuerySet[Protocol]:
    """Every protocol the user may read, the latest first."""
    return Protocol.objects.filter(crisis__in=readable_crises(user)).select_related("crisis").order_by("-compiled_at", "-pk")


def protocol_of(crisis: Crisis) -> Protocol | None:
    return Protocol.objects.filter(crisis=crisis).select_related("crisis").first()


def compilation_of(crisis: Crisis) -> WorkProgress | None:
    """How far the worker is with the latest compilation, or None if none was asked for."""
    row = latest(COMPILE, crisis.pk)
    return progress_of(row, clock.now()) if row else None


@dataclass(frozen=True, slots=True)
class ExportLine:
    """A file of the protocol: ready to download, or on its way. `unshown` is a text in it that no font could show."""

    id: int
    label: str
    is_ready: bool
    url: str
    progress: WorkProgress | None
    unshown: str


def exports_of(protocol: Protocol) -> list[ExportLine]:
    """The files of the current edition. Two queries, and one more for each that is still being made."""
    current = protocol.exports.filter(edition=protocol.edition, state=protocol.state).order_by("pk")
    ready = set(current.exclude(content=None).values_list("pk", flat=True))
    return [_line(export, is_ready=export.pk in ready) for export in current.defer("content")]


def version_of(protocol: Protocol | None, compilation: WorkProgress | None, exports: Sequence[ExportLine]) -> str:
    """Changes whenever the live part of the page does."""
    files = [f"{export.id}{export.is_ready}{export.progress.version if export.progress else ''}" for export in exports]
    parts = [str(protocol.edition if protocol else 0), compilation.version if compilation else "", *files]
    return opaque(*parts)


def _line(export: ProtocolExport, *, is_ready: bool) -> ExportLine:
    row = None if is_ready else latest(EXPORT, export.pk)
    return ExportLine(
        id=export.pk,
        label=export.get_format_display(),
        is_ready=is_ready,
        url=reverse("crisis:download", args=[export.pk]),
        progress=progress_of(row, clock.now()) if row else None,
        unshown=export.unshown,
    )


def possible_reviewers(protocol: Protocol) -> dict[int, str]:
    """The people who may review the protocol now, by name: supervisors, the lead and the deputy, not its last writer; of a
    drill, only those who take part.
    """
    crisis = protocol.crisis
    leaders = names(person_id for person_id in (crisis.lead_id, crisis.deputy_id) if person_id is not None)
    people = holders_of(Role.SUPERVISOR) | leaders
    asked = people.keys() & circle_of(crisis.journal_id) if crisis.is_drill else people.keys()
    return {person_id: people[person_id] for person_id in asked if person_id != protocol.written_by_id}


def may(user: User, protocol: Protocol) -> dict[str, bool]:
    """What the user may do with a protocol, for its page."""
    return {
        "may_write": permissions.can_write_protocol(user, protocol.crisis),
        "may_review": protocol.state == Protocol.State.DRAFT
        and permissions.can_review_protocol(user, protocol.crisis, protocol.written_by_id),
    }
