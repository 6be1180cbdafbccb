"""How far back feedback is kept, as set and as it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from core import clock
from feedback.models import Horizon, Interaction, Purge, RetentionKind
from feedback.retention_periods import Start, kept_from, months_kept
from intake.queries.imports import first_published_at
from people.queries.organisation import reporting_zone

if TYPE_CHECKING:
    from intake.models import Import

# When the first file that old has come in, there is time to look at it and to undo it.
GRACE = timedelta(days=30)
PURGES_SHOWN = 24


def horizons() -> dict[RetentionKind, Start]:
    """What is gone already: by kind the first day that is kept. Kinds of which nothing was ever deleted are missing."""
    return {RetentionKind(row.kind): Start(row.from_on, row.from_at) for row in Horizon.objects.all()}


def horizon(kind: RetentionKind = RetentionKind.CONTACTS) -> Start | None:
    return horizons().get(kind)


def contacts_kept_from() -> datetime | None:
    """The beginning of the contacts that are kept, if older ones were ever deleted."""
    start = horizon()
    return start.at if start else None


def due_horizons() -> dict[RetentionKind, Start]:
    """By kind, what should be the first day that is kept, where something older is there and its time of grace is over."""
    zone, known = reporting_zone(), horizons()
    today, now = clock.today(zone), clock.now()
    due: dict[RetentionKind, Start] = {}
    for kind in RetentionKind:
        first_on = kept_from(kind, today)
        if first_on is None or (kind in known and known[kind].on >= first_on):
            continue
        start = Start(first_on, datetime.combine(first_on, time.min, zone).astimezone(UTC))
        if Interaction.objects.filter(started_at__lt=start.at).exists() and not _came_lately(start.at, now):
            due[kind] = start
    return due


def _came_lately(before_at: datetime, now: datetime) -> bool:
    """True if the first file with contacts that old has come in within the time of grace. Later ones are not waited for:
    who exports all there is each night would else keep all there is.
    """
    first_at = first_published_at(contacts_before=before_at)
    return first_at is not None and first_at > now - GRACE


def is_partly_purged(imported: "Import") -> bool:
    """True if contacts that the file spoke of are gone, so that nobody can take back all it brought."""
    start = horizon()
    return start is not None and imported.first_contact_at is not None and imported.first_contact_at < start.at


@dataclass(frozen=True, slots=True)
class KindKept:
    """A line of the page: what, for how many months (0: without end), and since when there is none older."""

    label: str
    months: int
    gone_before_on: date | None


def kinds_kept() -> list[KindKept]:
    known: Mapping[RetentionKind, Start] = horizons()
    return [KindKept(str(kind.label), months_kept(kind), known[kind].on if kind in known else None) for kind in RetentionKind]


def purges() -> list[Purge]:
    """The latest ones, newest first."""
    return list(Purge.objects.order_by("-pk")[:PURGES_SHOWN])
