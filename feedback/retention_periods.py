"""Retention periods from this installation's settings (`RETENTION_RESPONSES_MONTHS`, …)."""

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
    """The first day that is kept, and the moment it begins."""

    on: date
    at: datetime


def months_kept(kind: RetentionKind) -> int:
    """Number of whole months kept before this one; 0 is without limit. Nothing is kept longer than its contact."""
    months: int = getattr(settings, SETTINGS[kind])
    of_contacts: int = getattr(settings, SETTINGS[RetentionKind.CONTACTS])
    return min(months or of_contacts, of_contacts or months)


def kept_from(kind: RetentionKind, today: date) -> date | None:
    """The first day that is kept: the first of a month, so that months are deleted as a whole."""
    months = months_kept(kind)
    if not months:
        return None
    number = today.year * 12 + today.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
