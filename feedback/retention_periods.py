"""How long what is kept, from this installation's settings (`RETENTION_RESPONSES_MONTHS`, …)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from feedback.models import RetentionKind

SETTINGS: Mapping[RetentionKind, str] = {
    RetentionKind.CONTACTS: "RETENTION_RESPONSES_MONTHS",
    RetentionKind.COMMENTS: "RETENTION_COMMENTS_MONTHS",
    RetentionKind.TRANSCRIPTS: "RETENTION_TRANSCRIPTS_MONTHS",
    RetentionKind.RECORDINGS: "RETENTION_RECORDINGS_MONTHS",
}


@dataclass(frozen=True, slots=True)
class Start:
    """The first day that is kept of something, and when it begins."""

    on: date
    at: datetime


def months_kept(kind: RetentionKind) -> int:
    """Whole months before the present one that are kept. 0: without end. Nothing outlives the contact it belongs to."""
    months: int = getattr(settings, SETTINGS[kind])
    of_contacts: int = getattr(settings, SETTINGS[RetentionKind.CONTACTS])
    return min(months or of_contacts, of_contacts or months)


def kept_from(kind: RetentionKind, today: date) -> date | None:
    """The first day that is kept: the first of a month, so that a month is wholly there or wholly gone."""
    months = months_kept(kind)
    if not months:
        return None
    number = today.year * 12 + today.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
