"""How far a piece of work is, as its page shows it. See templates/components/progress.html."""

from dataclasses import dataclass
from datetime import datetime

from core.models import Work

# Below this the guess jumps about too much to be worth reading.
SECONDS_BEFORE_GUESSING = 2.0


@dataclass(frozen=True, slots=True)
class WorkProgress:
    """`percent` and `total_units` are None while the total is unknown, `seconds_left` while nobody can tell."""

    waiting: bool
    finished: bool
    failed: bool
    done_units: int
    total_units: int | None
    percent: int | None
    seconds_left: int | None
    error: str


def progress_of(work: Work, now: datetime) -> WorkProgress:
    """The progress of a work row at a moment."""
    return WorkProgress(
        waiting=work.state == Work.State.WAITING,
        finished=work.state == Work.State.DONE,
        failed=work.state == Work.State.FAILED,
        done_units=work.done_units,
        total_units=work.total_units,
        percent=work.progress_percent,
        seconds_left=_seconds_left(work, now),
        error=work.error,
    )


def _seconds_left(work: Work, now: datetime) -> int | None:
    """At the mean speed since the start. None before there is a speed to speak of."""
    if work.state != Work.State.RUNNING or work.started_at is None or not work.total_units or not work.done_units:
        return None
    elapsed = (now - work.started_at).total_seconds()
    if elapsed < SECONDS_BEFORE_GUESSING:
        return None
    return round(elapsed / work.done_units * max(0, work.total_units - work.done_units))
