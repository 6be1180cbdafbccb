"""Read access to protocols, their compilation and their files."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.pages import Link, opaque
from core.progress import WorkProgress, progress_of
from core.version_tokens import Rows
from core.work import latest, rows_of_kind
from crisis.lifecycle import Obstacle
from crisis.public_models import Crisis
from crisis.steps import StepRow
from journal.drills import circle_of
from people.identity import Role, User
from people.queries.persons import names
from people.queries.roles import holders_of
from protocol import permissions
from protocol.models import ImprovementAction, Protocol, ProtocolExport
from protocol.work_kinds import COMPILE, EXPORT


def readable_crises(user: User) -> QuerySet[Crisis]:
    """Crises whose protocols the user may read; see `permissions.can_read`."""
    if user.has_role(Role.SUPERVISOR, Role.OPS):
        return Crisis.objects.all()
    return Crisis.objects.filter(Q(lead=user.person_id) | Q(deputy=user.person_id))


def protocols_for(user: User) -> QuerySet[Protocol]:
    """Protocols the user may read, newest first."""
    return Protocol.objects.filter(crisis__in=readable_crises(user)).select_related("crisis").order_by("-compiled_at", "-pk")


def protocol_of(crisis: Crisis) -> Protocol | None:
    return Protocol.objects.filter(crisis=crisis).select_related("crisis").first()


def compilation_of(crisis: Crisis) -> WorkProgress | None:
    """Progress of the latest compilation, or None if there was none."""
    row = latest(COMPILE, crisis.pk)
    return progress_of(row, clock.now()) if row else None


def protocol_links(user: User, suggestion_id: int) -> list[Link]:
    """Improvements that come from a suggestion, in protocols that the user may read; see `care.backlinks`."""
    found = ImprovementAction.objects.filter(suggestion=suggestion_id, protocol__crisis__in=readable_crises(user))
    return [
        Link(_("Improvement: %(action)s") % {"action": action}, reverse("protocol:detail", args=[crisis_id]))
        for action, crisis_id in found.values_list("action", "protocol__crisis")
    ]


@dataclass(frozen=True, slots=True)
class ExportLine:
    """A file of the protocol, ready or in progress. `unshown` is a text in it that no font could show."""

    id: int
    label: str
    is_ready: bool
    url: str
    progress: WorkProgress | None
    unshown: str


def exports_of(protocol: Protocol) -> list[ExportLine]:
    """Files of the current version. Two queries, and one more for each file in progress."""
    current = protocol.exports.filter(version=protocol.version, state=protocol.state).order_by("pk")
    ready = set(current.exclude(content=None).values_list("pk", flat=True))
    return [_line(export, is_ready=export.pk in ready) for export in current.defer("content")]


def version_of(protocol: Protocol | None, compilation: WorkProgress | None, exports: Sequence[ExportLine]) -> str:
    """Version token of the live part of the page."""
    files = [f"{export.id}{export.is_ready}{export.progress.version if export.progress else ''}" for export in exports]
    parts = [str(protocol.version if protocol else 0), compilation.version if compilation else "", *files]
    return opaque(*parts)


def _line(export: ProtocolExport, *, is_ready: bool) -> ExportLine:
    row = None if is_ready else latest(EXPORT, export.pk)
    return ExportLine(
        id=export.pk,
        label=export.get_format_display(),
        is_ready=is_ready,
        url=reverse("protocol:download", args=[export.pk]),
        progress=progress_of(row, clock.now()) if row else None,
        unshown=export.unshown,
    )


def possible_reviewers(protocol: Protocol) -> dict[int, str]:
    """People who may review the protocol now, by name: supervisors, the lead and the deputy, except its last editor. For a
    drill, only those who take part.
    """
    crisis = protocol.crisis
    leaders = names(person_id for person_id in (crisis.lead_id, crisis.deputy_id) if person_id is not None)
    people = holders_of(Role.SUPERVISOR) | leaders
    asked = people.keys() & circle_of(crisis.journal_id) if crisis.is_drill else people.keys()
    return {person_id: people[person_id] for person_id in asked if person_id != protocol.written_by_id}


def possible_readers(crisis: Crisis) -> set[int]:
    """Ids of people who can sign in and read the protocol of this crisis; see `permissions.can_read`."""
    return holders_of(Role.SUPERVISOR, Role.OPS).keys() | (holders_of(*Role).keys() & {crisis.lead_id, crisis.deputy_id})


def possible_owners() -> dict[int, str]:
    """Everyone who can own a protocol or an improvement, by name."""
    return holders_of(*Role)


def owners_for(user: User, protocol_id: int) -> dict[int, str]:
    """Owner suggestions for writers of this protocol; see `people.person_search`."""
    return possible_owners() if _protocol_to_write(user, protocol_id) else {}


def reviewers_for(user: User, protocol_id: int) -> dict[int, str]:
    """Reviewer suggestions for writers of this protocol."""
    protocol = _protocol_to_write(user, protocol_id)
    return possible_reviewers(protocol) if protocol else {}


def _protocol_to_write(user: User, protocol_id: int) -> Protocol | None:
    protocol = Protocol.objects.select_related("crisis").filter(pk=protocol_id).first()
    return protocol if protocol and permissions.can_write(user, protocol.crisis) else None


def may(user: User, protocol: Protocol) -> dict[str, bool]:
    """The user's permissions on a protocol, for its page."""
    return {
        "may_write": permissions.can_write(user, protocol.crisis),
        "may_review": protocol.state == Protocol.State.DRAFT
        and permissions.can_review(user, protocol.crisis, protocol.written_by_id),
    }


def step(crisis: Crisis) -> StepRow:
    """The protocol as a step of the crisis. Done when the crisis is closed, which requires a reviewed protocol."""
    is_done = crisis.state == Crisis.State.CLOSED
    note = _("Reviewed") if is_done else _("Not reviewed yet")
    missing = _("Starts when the crisis is resolved") if crisis.resolved_at is None else ""
    return StepRow(_("Protocol"), "protocol:detail", is_done, note, not crisis.is_finished, missing)


def obstacles_to_closing(crisis: Crisis) -> list[Obstacle]:
    """Missing conditions for closing: a reviewed protocol, and an owner and due date for every improvement."""
    protocol = Protocol.objects.filter(crisis=crisis).first()
    compilation = latest(COMPILE, crisis.pk)
    if protocol is None or (compilation is not None and compilation.is_open):
        return [Obstacle(_("the protocol (still being prepared)"), "protocol:detail")]
    unowned = protocol.improvements.filter(Q(owner=None) | Q(due_on=None)).exists()
    needed = [
        (protocol.state != Protocol.State.REVIEWED, _("a review of the protocol by someone who didn't write it")),
        (unowned, _("an owner and a due date for every improvement")),
    ]
    return [Obstacle(text, "protocol:detail") for is_missing, text in needed if is_missing]


HERE = "crisis_id = %(crisis)s"
# Rows behind the protocol of one crisis, and behind all protocols; for `core.version_tokens`.
ROWS_OF_CRISIS = (
    Rows(Protocol, HERE),
    Rows(ImprovementAction, f"protocol_id IN (SELECT id FROM protocol_protocol WHERE {HERE})"),  # noqa: S608 - SQL of our own
    rows_of_kind(COMPILE, "subject_id = %(crisis)s"),
)
ROWS = (Rows(Protocol), Rows(ImprovementAction), rows_of_kind(COMPILE))
