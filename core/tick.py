"""Desired state: what time brings is recomputed from the database, so a lost or doubled tick changes nothing.

A room registers a reconciler, an action without an actor that reads the clock, inserts what should exist now under
its natural unique key, and closes what should no longer be open. It returns how many rows it changed.

A reconciler runs in one transaction. One that has so much to do that others would wait for its locks is registered with
``commits=True``: it is a sequence of short transactions, each of which leaves a state that the next tick goes on from.
"""

import logging
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass

from django.db import transaction

from core import clock, faults
from core.models import Heartbeat

logger = logging.getLogger(__name__)

Reconciler = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Registered:
    """A reconciler, and whether it opens and commits its transactions itself."""

    reconcile: Reconciler
    commits: bool


_reconcilers: dict[str, Registered] = {}

HEARTBEAT = "tick"
# Three ticks of beat in a row are missing.
LATE_SECONDS = 90.0


def register(name: str, reconciler: Reconciler, *, commits: bool = False) -> None:
    _reconcilers[name] = Registered(reconciler, commits)


def run() -> dict[str, int]:
    """Run every reconciler, in a transaction unless it commits its own; one that fails does not keep the others from running.

    Returns what each changed; a failed one is missing, and the heartbeat then stays old so that somebody notices.
    """
    changed: dict[str, int] = {}
    for name, registered in _reconcilers.items():
        try:
            with nullcontext() if registered.commits else transaction.atomic():
                changed[name] = registered.reconcile()
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
