"""The tick, which reconciles the database with the current time. A lost or repeated tick does no harm.

A room registers a reconciler: an action without an actor that reads the clock, inserts what should exist now under
its natural unique key, and closes what should no longer be open. It returns how many rows it changed.

A reconciler runs in one transaction. If it has so much to do that others would wait for its locks, register it with
``commits=True``: then it is a series of short transactions, and the next tick can continue after any of them.
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
    """Reconciler, with a flag if it commits its own transactions."""

    reconcile: Reconciler
    commits: bool


_reconcilers: dict[str, Registered] = {}

HEARTBEAT = "tick"
# Three ticks of beat in a row are missing.
LATE_SECONDS = 90.0


def register(name: str, reconciler: Reconciler, *, commits: bool = False) -> None:
    _reconcilers[name] = Registered(reconciler, commits)


def run() -> dict[str, int]:
    """Run every reconciler, in a transaction unless it commits its own. If one fails, the others still run.

    Returns the changes of each. A failed one is missing, and then the heartbeat isn't renewed, so that monitoring notices.
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


def run_soon() -> None:
    """Ask a worker to run the tick once the caller has committed, for what can't wait for the next one."""
    transaction.on_commit(_hint, robust=True)


def _hint() -> None:
    from core.broker import send

    send("core.tasks.tick", [], queue="tick")


def seconds_since_last() -> float | None:
    """Seconds since the last finished tick, or None if there was none."""
    beat = Heartbeat.objects.filter(name=HEARTBEAT).first()
    return None if beat is None else (clock.now() - beat.beat_at).total_seconds()
