"""Live versions that have to be reviewed, and decisions about versions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from core import clock
from people.identity import Role
from people.queries.organisation import today
from people.queries.roles import holders_of
from scripts_library.models import Approval, ApprovalCheck, ScriptVersion

# Calendar days before its review from which a version waits for its owner.
SHOWN_DAYS_BEFORE = 7


@dataclass(frozen=True, slots=True)
class VersionDecision:
    """A person's decision about a version with their answers to the six checks. `approved_at` is empty if they disagreed."""

    name: str
    approved_at: datetime | None
    is_afterwards: bool
    checks: tuple[ApprovalCheck, ...]


def decisions_on(version: ScriptVersion) -> list[VersionDecision]:
    """Approvals of a version, or the answers of the person who sent it back, in order. Two queries."""
    approvals = Approval.objects.filter(version=version).select_related("person").prefetch_related("checks").order_by("pk")
    return [
        VersionDecision(
            name=approval.person.display_name,
            approved_at=approval.approved_at,
            is_afterwards=approval.is_afterwards,
            checks=tuple(sorted(approval.checks.all(), key=lambda check: check.pk)),
        )
        for approval in approvals
    ]


def approvers_of(version: ScriptVersion) -> set[int]:
    """Ids of everyone who may approve the version: approvers and trainers, except its writers."""
    return holders_of(Role.APPROVER, Role.TRAINER).keys() - set(version.writer_ids)


def due_reviews_of(person_id: int) -> QuerySet[ScriptVersion]:
    """Live versions of scripts that the person owns, whose review is due within a week or overdue, the oldest first."""
    live = ScriptVersion.objects.live(clock.now()).filter(script__owner=person_id, script__journal__closed_at=None)
    due = live.filter(review_by_on__lte=today() + timedelta(days=SHOWN_DAYS_BEFORE))
    return due.select_related("script__journal").defer(*ScriptVersion.TEXTS).order_by("review_by_on", "pk")


def to_review_afterwards() -> QuerySet[ScriptVersion]:
    """Versions published in an emergency that nobody has reviewed or withdrawn since, the oldest first."""
    published = ScriptVersion.objects.filter(afterwards_due_at__isnull=False, afterwards_at=None)
    waiting = published.exclude(state=ScriptVersion.State.WITHDRAWN)
    return waiting.select_related("script__journal").defer(*ScriptVersion.TEXTS).order_by("afterwards_due_at", "pk")


def found_wrong(person_id: int) -> QuerySet[ScriptVersion]:
    """Live versions with a problem found after an emergency, that the person owns, wrote or published."""
    live = ScriptVersion.objects.live(clock.now()).exclude(afterwards_problem="")
    theirs = live.filter(Q(script__owner=person_id) | Q(author=person_id) | Q(approver=person_id))
    return theirs.select_related("script__journal").defer(*ScriptVersion.TEXTS).order_by("pk")
