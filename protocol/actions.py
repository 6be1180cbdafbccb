"""The protocol: compiled by a worker, completed and reviewed by people, exported as files."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock, faults, work
from core.refusals import Refused
from core.work import Progress, WorkRow
from crisis.frame import Crisis, locked
from feedback.actions.rollups import catch_up
from journal.actions import record
from journal.queries import head
from people.actions import notify
from people.identity import User
from people.queries import reporting_zone
from protocol import markdown, pdf, permissions
from protocol.contents import document_of
from protocol.document import Rendered
from protocol.models import LONGEST_UNSHOWN, GoalRating, ImprovementAction, Protocol, ProtocolExport
from protocol.queries import possible_reviewers
from protocol.sections import compile_sections
from protocol.texts import TEXTS
from protocol.verbs import Verb
from protocol.work_kinds import COMPILE, EXPORT


class EditedMeanwhile(Refused):
    """Somebody else has saved the protocol since it was opened."""


class AlreadyReviewed(Refused):
    """The protocol needs no review any more."""


class CannotReview(Refused):
    """The person wrote the protocol last, or has no part in reviewing it."""


class NothingWritten(Refused):
    """The protocol has no summary yet, so there is nothing to review."""


def request_compilation(crisis: Crisis) -> None:
    """Have a worker compile the protocol from the record as it is after this transaction. Called by `resolve`."""
    sequence, _hash = head(crisis.journal_id)
    work.enqueue(kind=COMPILE, subject_id=crisis.pk, key=f"{COMPILE}:{crisis.pk}:{sequence}")


def compile_step(row: WorkRow) -> Progress:
    """The one step of compiling: read the record, and put what it says in place of what an earlier run wrote."""
    catch_up()
    crisis = locked(row.subject_id)
    if crisis.is_finished:
        # The worker comes too late: a closed crisis is a record, and its protocol was reviewed as it is.
        return Progress(finished=True)
    sequence, _hash = head(crisis.journal_id)
    zone = reporting_zone()
    sections = [asdict(section) for section in compile_sections(crisis, zone)]
    compiled = {"zone": zone.key, "sections": json.loads(json.dumps(sections))}
    faults.point("protocol.compiled")
    protocol, is_new = Protocol.objects.select_for_update().get_or_create(
        crisis=crisis, defaults={"compiled": compiled, "compiled_at": clock.now(), "journal_sequence": sequence}
    )
    if not is_new:
        protocol.compiled, protocol.compiled_at, protocol.journal_sequence = compiled, clock.now(), sequence
        _edited(protocol)
        protocol.save()
    record(crisis.journal, Verb.COMPILED, actor=None, subject=crisis, data={"last": sequence})
    return Progress(finished=True, done_units=1, total_units=1)


@transaction.atomic
def edit_protocol(
    *,
    actor: User,
    protocol: Protocol,
    version: int,
    texts: Mapping[str, str],
    owner_id: int | None,
    review_by_on: date | None,
) -> Protocol:
    """Write what only people know. `version` is the one that was opened; a reviewed protocol becomes a draft again."""
    changed = _to_write(actor, protocol, version)
    known = {text.key for text in TEXTS}
    changed.texts = {key: text.strip() for key, text in texts.items() if key in known and text.strip()}
    changed.owner_id, changed.review_by_on = owner_id, review_by_on
    return _saved(actor, changed)


@transaction.atomic
def rate_goals(*, actor: User, protocol: Protocol, version: int, ratings: Mapping[int, str]) -> Protocol:
    """Say for each goal (by id) whether it was reached; an empty rating takes it back."""
    changed = _to_write(actor, protocol, version)
    for goal in changed.crisis.goals.filter(pk__in=ratings):
        if rating := ratings[goal.pk]:
            GoalRating.objects.update_or_create(goal=goal, defaults={"protocol": changed, "rating": rating})
        else:
            GoalRating.objects.filter(goal=goal).delete()
    return _saved(actor, changed)


@transaction.atomic
def plan_improvement(
    *,
    actor: User,
    protocol: Protocol,
    version: int,
    action: str,
    owner_id: int | None,
    due_on: date | None,
    verification: str = "",
    changes: str = "",
) -> ImprovementAction:
    """Add an improvement. It may be owned and dated later, but before the crisis is closed."""
    changed = _to_write(actor, protocol, version)
    improvement = changed.improvements.create(
        action=action, owner_id=owner_id, due_on=due_on, verification=verification, changes=changes
    )
    _saved(actor, changed)
    return improvement


@transaction.atomic
def change_improvement(
    *, actor: User, improvement: ImprovementAction, version: int, owner_id: int | None, due_on: date | None
) -> None:
    """Say who sees to an improvement and until when. What was reviewed stays reviewed: this happens after the review."""
    changed = _to_write(actor, improvement.protocol, version)
    changed.improvements.filter(pk=improvement.pk).update(owner=owner_id, due_on=due_on)
    changed.version += 1
    changed.save(update_fields=["version"])
    data = {"version": changed.version}
    record(changed.crisis.journal, Verb.IMPROVEMENT_ASSIGNED, actor=actor, subject=changed.crisis, data=data)


@transaction.atomic
def drop_improvement(*, actor: User, improvement: ImprovementAction, version: int) -> None:
    changed = _to_write(actor, improvement.protocol, version)
    changed.improvements.filter(pk=improvement.pk).delete()
    _saved(actor, changed)


@transaction.atomic
def request_review(*, actor: User, protocol: Protocol, version: int, reviewer_id: int) -> Protocol:
    """Ask a colleague to review the protocol. They are told; anyone else who may review it still can."""
    asking = _to_write(actor, protocol, version)
    if asking.state == Protocol.State.REVIEWED:
        raise AlreadyReviewed(_("The protocol has been reviewed already."))
    if not asking.texts.get("summary"):
        raise NothingWritten(_("Write a summary first: without one there is nothing to review."))
    if reviewer_id not in possible_reviewers(asking):
        raise CannotReview(_("This person can't review the protocol. Choose another supervisor, the lead or the deputy."))
    asking.review_requested_from_id, asking.review_requested_at = reviewer_id, clock.now()
    asking.save(update_fields=["review_requested_from", "review_requested_at"])
    notify(
        person_id=reviewer_id,
        key=f"protocol:{asking.pk}:review:{asking.version}",
        text=_("Please review the protocol of “%(title)s”.") % {"title": asking.crisis.title},
        url=reverse("protocol:detail", args=[asking.crisis_id]),
        journal=asking.crisis.journal,
    )
    data = {"person": reviewer_id, "version": asking.version}
    record(asking.crisis.journal, Verb.REVIEW_REQUESTED, actor=actor, subject=asking.crisis, data=data)
    return asking


@transaction.atomic
def review_protocol(*, actor: User, protocol: Protocol, version: int) -> Protocol:
    """Say that the protocol is true and complete. Not by who wrote it last."""
    locked(protocol.crisis_id)
    reviewed = Protocol.objects.select_for_update(of=["self"]).select_related("crisis").get(pk=protocol.pk)
    if not permissions.can_review(actor, reviewed.crisis, reviewed.written_by_id):
        raise PermissionDenied
    _refuse_old(reviewed, version)
    if not reviewed.texts.get("summary"):
        raise NothingWritten(_("Write a summary first: without one there is nothing to review."))
    reviewed.state, reviewed.reviewed_by_id, reviewed.reviewed_at = Protocol.State.REVIEWED, actor.person_id, clock.now()
    reviewed.review_requested_from, reviewed.review_requested_at = None, None
    reviewed.save(update_fields=["state", "reviewed_by", "reviewed_at", "review_requested_from", "review_requested_at"])
    record(
        reviewed.crisis.journal,
        Verb.REVIEWED,
        actor=actor,
        subject=reviewed.crisis,
        data={"version": reviewed.version},
    )
    return reviewed


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
    """Delete the files of earlier version tokens: no page lists them. One that is still open may link to them for a day."""
    yesterday = clock.now() - timedelta(days=1)
    made = ProtocolExport.objects.filter(protocol=export.protocol, requested_at__lt=yesterday, content__isnull=False)
    made.exclude(version=export.version, state=export.state).delete()


def uncompiled() -> QuerySet[Any]:
    """The crises whose protocols can still be compiled."""
    return Crisis.objects.unfinished().values("pk")


def unrendered() -> QuerySet[Any]:
    """The files of protocols as they are now that have not been made."""
    current = Q(version=F("protocol__version"), state=F("protocol__state"))
    return ProtocolExport.objects.filter(current, content=None).values("pk")


def export_step(row: WorkRow) -> Progress:
    """The one step of an export: set the document and keep the file."""
    export = ProtocolExport.objects.select_related("protocol__crisis").get(pk=row.subject_id)
    if (export.protocol.version, export.protocol.state) != (export.version, export.state):
        raise EditedMeanwhile(_("The protocol was changed before the file was made. Please export it again."))
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


def _to_write(actor: User, protocol: Protocol, version: int) -> Protocol:
    locked(protocol.crisis_id)
    changed = Protocol.objects.select_for_update(of=["self"]).select_related("crisis").get(pk=protocol.pk)
    if not permissions.can_write(actor, changed.crisis):
        raise PermissionDenied
    _refuse_old(changed, version)
    return changed


def _refuse_old(protocol: Protocol, version: int) -> None:
    if protocol.version != version:
        raise EditedMeanwhile(_("Somebody else has saved the protocol meanwhile. Reload it, and add your words to theirs."))


def _edited(protocol: Protocol) -> None:
    protocol.version += 1
    protocol.state, protocol.reviewed_by, protocol.reviewed_at = Protocol.State.DRAFT, None, None


def _saved(actor: User, protocol: Protocol) -> Protocol:
    _edited(protocol)
    protocol.written_by_id = actor.person_id
    protocol.save()
    data = {"version": protocol.version}
    record(protocol.crisis.journal, Verb.EDITED, actor=actor, subject=protocol.crisis, data=data)
    return protocol
