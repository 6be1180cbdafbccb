"""Progress of background work for templates/components/progress.html."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from core import heartbeat
from core.models import Work

# Below this the estimate changes too much to be useful.
SECONDS_BEFORE_GUESSING = 2.0
# Longest time until another worker continues after one stops: a lease plus the pause between two hints.
SECONDS_UNTIL_CONTINUED = 20


@dataclass(frozen=True, slots=True)
class WorkProgress:
    """Progress of work. `percent` and `total_units` are None while the total is unknown, `seconds_left` while there is no speed
    yet.

    `waits_for` says why no worker is working on it; it is empty while one is.
    """

    finished: bool
    failed: bool
    done_units: int
    total_units: int | None
    percent: int | None
    seconds_left: int | None
    minutes_running: int
    error: str
    waits_for: str

    @property
    def version(self) -> str:
        """Version that changes with anything the page shows."""
        return f"{self.done_units}-{self.percent}-{self.seconds_left}-{self.minutes_running}-{self.error}-{self.waits_for}"


def progress_of(work: Work, now: datetime) -> WorkProgress:
    """The progress of a work row at a moment."""
    return WorkProgress(
        finished=work.state == Work.State.DONE,
        failed=work.state == Work.State.FAILED,
        done_units=work.done_units,
        total_units=work.total_units,
        percent=work.progress_percent,
        seconds_left=_seconds_left(work, now),
        minutes_running=_minutes_running(work, now),
        error=work.error,
        waits_for=_waits_for(work, now),
    )


def _waits_for(work: Work, now: datetime) -> str:
    if not work.is_open:
        return ""
    if work.token is not None:
        return "" if _is_held(work, now) else _its_worker_stopped()
    if work.waits_for:
        return work.waits_for
    if work.error and work.lease_until_at is not None:
        return _("Trying again in a few seconds.")
    return _("Waiting for a free worker.")


def _is_held(work: Work, now: datetime) -> bool:
    """True if a worker is working on it. Reads the heartbeat only if the step has lasted longer than a lease."""
    held_until = work.lease_until_at
    return (held_until is not None and held_until > now) or (work.token is not None and heartbeat.is_beating(work.token, now))


def _its_worker_stopped() -> str:
    return _("The worker stopped. Another one will continue within %(seconds)s seconds. Nothing is lost.") % {
        "seconds": SECONDS_UNTIL_CONTINUED
    }


def _seconds_left(work: Work, now: datetime) -> int | None:
    """Remaining seconds at the average speed since the start, or None while there is no speed yet."""
    if work.state != Work.State.RUNNING or work.started_at is None or not work.total_units or not work.done_units:
        return None
    elapsed = (now - work.started_at).total_seconds()
    if elapsed < SECONDS_BEFORE_GUESSING:
        return None
    return round(elapsed / work.done_units * max(0, work.total_units - work.done_units))


def _minutes_running(work: Work, now: datetime) -> int:
    if work.state != Work.State.RUNNING or work.started_at is None:
        return 0
    return int((now - work.started_at).total_seconds() // 60)
