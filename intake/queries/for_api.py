"""Imports and webhooks for the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from core import clock
from core.progress import WorkProgress, progress_of
from core.work import find
from intake.models import Import, ImportKind, WebhookEndpoint
from intake.signatures import is_signed, valid_secrets


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Import in the API. `progress` is None if there is no work in progress."""

    id: int
    state: str
    came_by: str
    name: str
    source: str
    counts: Mapping[str, int]
    header: list[str]
    created_at: datetime
    published_at: datetime | None
    progress: WorkProgress | None

    @property
    def rows(self) -> int:
        return self.counts.get("rows", 0)

    @property
    def rejected(self) -> int:
        return self.counts.get("rejected", 0)


def import_reports(*, at_most: int, state: str | None = None, before: int | None = None) -> list[ImportReport]:
    """Imports, newest first. A token with the scope may read all of them. `before` is the id of an import."""
    found = _imports()
    if state is not None:
        found = found.filter(state=state)
    if before is not None:
        found = found.filter(pk__lt=before)
    return [_report(each) for each in found[:at_most]]


def import_report(import_id: int) -> ImportReport | None:
    """The import with this id, or None."""
    imported = _imports().filter(pk=import_id).first()
    return _report(imported) if imported is not None else None


def _imports() -> QuerySet[Import]:
    return Import.objects.filter(kind=ImportKind.FEEDBACK).select_related("token", "endpoint").order_by("-pk")


def _report(imported: Import) -> ImportReport:
    work = find(imported.work_key) if imported.is_moving else None
    return ImportReport(
        id=imported.pk,
        state=imported.state,
        came_by=imported.came_by,
        name=imported.title,
        source=imported.source,
        counts=imported.counts,
        header=imported.layout.get("header", []),
        created_at=imported.created_at,
        published_at=imported.published_at,
        progress=progress_of(work, clock.now()) if work is not None else None,
    )


def endpoint_at(address: UUID) -> WebhookEndpoint | None:
    """The webhook with this address, active or revoked."""
    return WebhookEndpoint.objects.filter(address=address).first()


def is_from_owner(
    endpoint: WebhookEndpoint, now: datetime, *, signatures: str, message_id: str, timestamp: str, body: bytes
) -> bool:
    """True if one of the signatures is valid for the webhook's secret, or for the old one while it still works."""
    salts = [endpoint.salt]
    if endpoint.before_until_at is not None and endpoint.before_until_at > now:
        salts.append(endpoint.salt_before)
    return any(
        is_signed(signatures, secret, message_id=message_id, timestamp=timestamp, body=body)
        for salt in salts
        for secret in valid_secrets(salt)
    )
