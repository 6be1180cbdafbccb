"""Imports for pages and the command."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from django.db.models import F, Min, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import clock
from core.progress import WorkProgress, progress_of
from core.version_tokens import Rows
from core.work import WorkRow, find
from intake.destination import Odd, destination
from intake.finding_sentences import Described, described
from intake.kinds import kind_of
from intake.lifecycle import LIFECYCLE, Step
from intake.models import Import, WebhookEndpoint
from intake.queries.files import Preview, staged_preview
from intake.queries.findings import findings_of
from intake.queries.rejections import RejectedRow, RejectionGroup, rejections, rejections_by_reason
from intake.queries.same_files import SAME_FILES_SHOWN, published_before
from people.identity import User
from people.queries.tokens import TOKENS

REJECTIONS_SHOWN = 50

# In the order of display. For an undone import, the figures of undoing come first.
UNDONE_COUNTS: Mapping[str, Promise] = {
    "removed": _("contacts removed"),
    "removed_responses": _("responses removed"),
    "put_back": _("contacts restored from other imports"),
    "responses_back": _("earlier responses restored"),
    "kept": _("contacts kept without responses, because something else needs them, such as a review"),
}
COUNTS: Mapping[str, Promise] = {
    "records": _("records received"),
    "rows": _("rows read"),
    "left_out": _("rows left out by your conditions"),
    "rejected": _("rows not imported"),
    "lost_cells": _("cells left out of imported rows"),
    "with_rating": _("rows with a rating"),
    "unassigned": _("rows without an agent"),
    "unknown_names": _("unknown names"),
    "new_people": _("agents added"),
    "added": _("new rows"),
    "changed": _("rows that changed existing data"),
    "unchanged": _("unchanged rows"),
    "reassigned": _("contacts moved to another agent"),
    "agents_kept": _("contacts that kept their agent"),
    "responses": _("new responses"),
    "superseded": _("responses replaced by a newer answer"),
}

# Shown only if there are any.
EXCEPTIONS = {"left_out", "lost_cells"}


@dataclass(frozen=True, slots=True)
class Count:
    """Named figure of an import."""

    name: str
    label: str
    value: int


def counts_of(imported: Import) -> list[Count]:
    """The known figures of an import, in order."""
    labels = {**kind_of(imported).undone_counts, **kind_of(imported).counts}
    found = [Count(name, str(label), imported.counts[name]) for name, label in labels.items() if name in imported.counts]
    return [count for count in found if count.value or count.name not in EXCEPTIONS]


TONES: Mapping[str, str] = {
    Import.State.PUBLISHED: "success",
    Import.State.STAGING: "info",
    Import.State.PUBLISHING: "info",
    Import.State.UNDOING: "info",
    Import.State.NEEDS_PEOPLE: "warning",
    Import.State.NEEDS_LOOK: "warning",
    Import.State.CHECKED: "primary",
    Import.State.UPLOADED: "warning",
}


# Ways of import. Other systems send many small imports, so these have separate lists.
WAYS = {
    "files": Q(token=None, endpoint=None),
    "api": Q(token__isnull=False),
    "webhooks": Q(endpoint__isnull=False),
}


def imports_list(user: User, way: str = "") -> QuerySet[Import]:
    """Imports that a user may see, newest first: all, or those of one way."""
    found = Import.objects.visible_to(user).select_related("uploaded_by", "token", "endpoint").order_by("-pk")
    return found.filter(WAYS[way]) if way else found


# Senders, whose names imports show, and imports that wait for a person; for `core.version_tokens`.
SENDERS = (Rows(WebhookEndpoint), TOKENS)
ROWS_OF_WAITING = (Rows(Import, "state IN ('uploaded', 'needs_people', 'needs_look', 'checked')"), *SENDERS)


def rows_of_imports(*, latest: int) -> tuple[Rows, ...]:
    """The latest imports; for `core.version_tokens`."""
    newest = f"id IN (SELECT id FROM intake_import ORDER BY id DESC LIMIT {latest})"  # noqa: S608 - a number of our own
    return Rows(Import, newest), *SENDERS


@dataclass(frozen=True, slots=True)
class Status:
    """Data for the page of an import. `version` changes whenever any of it does."""

    version: str
    tone: str
    counts: tuple[Count, ...]
    progress: WorkProgress | None
    is_moving: bool
    has_stopped: bool
    preview: Preview
    rejected: tuple[RejectedRow, ...]
    rejected_count: int
    reasons: tuple[RejectionGroup, ...]
    findings: tuple[Described, ...]
    published_before: tuple[Import, ...]
    can_be_discarded: bool
    can_be_undone: bool
    odd: tuple[Odd, ...]
    is_partly_purged: bool
    retention_url: str


def status_of(imported: Import) -> Status:
    """Status of an import. The page polls it while `is_moving`."""
    state = imported.state
    moving = imported.is_moving
    work = find(imported.work_key) if moving else None
    progress = _progress(imported, work) if work else None
    has_stopped = progress is not None and progress.failed
    waiting = state in {Import.State.NEEDS_PEOPLE, Import.State.NEEDS_LOOK, Import.State.CHECKED}
    is_over = state in {Import.State.UNDONE, Import.State.ABANDONED}
    purged = kind_of(imported).is_partly_purged(imported)
    seen = progress.version if progress else ""
    return Status(
        version=blake2b(f"{state}-{imported.round}-{seen}-{imported.counts}".encode(), digest_size=8).hexdigest(),
        tone=TONES.get(state, ""),
        counts=tuple(counts_of(imported)),
        progress=progress,
        is_moving=moving and not has_stopped,
        has_stopped=has_stopped,
        preview=staged_preview(imported) if waiting else Preview(),
        rejected=tuple(rejections(imported.pk, at_most=REJECTIONS_SHOWN)),
        rejected_count=imported.counts.get("rejected", 0),
        reasons=tuple(rejections_by_reason(imported.pk)),
        findings=tuple(described(findings_of(imported))),
        published_before=tuple(published_before(imported)[:SAME_FILES_SHOWN]) if not is_over else (),
        can_be_discarded=LIFECYCLE.allows(Step.DISCARD, state),
        can_be_undone=LIFECYCLE.allows(Step.UNDO, state) and imported.can_be_undone and not purged,
        is_partly_purged=purged,
        retention_url=reverse(destination().retention_route),
        odd=kind_of(imported).odd(imported) if state == Import.State.PUBLISHED else (),
    )


def _progress(imported: Import, work: WorkRow) -> WorkProgress:
    """Progress of the work, with the estimated number of rows until the real one is known."""
    progress = progress_of(work, clock.now())
    if imported.state == Import.State.STAGING and progress.total_units is None and not progress.failed:
        return replace(progress, total_units=imported.layout["rows"], percent=0)
    return progress


def first_published_at(*, contacts_before: datetime) -> datetime | None:
    """Earliest publication of an import that counts and has contacts from before a moment."""
    counting = [Import.State.PUBLISHED, Import.State.UNDOING]
    files = Import.objects.filter(state__in=counting, first_contact_at__lt=contacts_before)
    first_at: datetime | None = files.aggregate(first_at=Min("published_at"))["first_at"]
    return first_at


def webhook_endpoints() -> QuerySet[WebhookEndpoint]:
    """Webhooks, active ones first, newest first."""
    endpoints = WebhookEndpoint.objects.annotate(is_revoked=Q(revoked_at__isnull=False))
    return endpoints.order_by("is_revoked", F("revoked_at").desc(), "-pk")
