"""Desired state: what time brings is recomputed from the database, so a lost or doubled tick changes nothing.

A room registers a reconciler, an action without an actor that reads the clock, inserts what should exist now under
its natural unique key, and closes what should no longer be open. It returns how many rows it changed.
"""

import logging
from collections.abc import Callable

from django.db import transaction

from core import clock, faults
from core.models import Heartbeat

logger = logging.getLogger(__name__)

Reconciler = Callable[[], int]

_reconcilers: dict[str, Reconciler] = {}

HEARTBEAT = "tick"
# Three ticks of beat in a row are missing.
LATE_SECONDS = 90.0


def register(name: str, reconciler: Reconciler) -> None:
    _reconcilers[name] = reconciler


def run() -> dict[str, int]:
    """Run every reconciler in a transaction of its own; one that fails does not keep the others from running.

    Returns what each changed; a failed one is missing, and the heartbeat then stays old so that somebody notices.
    """
    changed: dict[str, int] = {}
    for name, reconcile in _reconcilers.items():
        try:
            with transaction.atomic():
                changed[name] = reconcile()
        except Exception:
            logger.exception("the reconciler %s failed", name)
        faults.point("tick.between_reconcilers")
    if len(changed) == len(_reconcilers):
        Heartbeat.objects.update_or_create(name=HEARTBEAT, defaults={"beat_at": clock.now()})
    return changed


def seconds_since_last() -> float | None:
    """Seconds since a tick last ran to its end, or None if none ever did."""
    beat = Heartbeat.objects.filter(name=HEARTBEAT).first()
    return None if beat is None else (clock.now() - beat.beat_at).total_seconds()
