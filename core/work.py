"""Background work: claimed with a lease and a token, done in steps, each in a short transaction.

A room registers ``kind → step`` in its ``AppConfig.ready`` and calls `enqueue` inside the transaction that needs the work.
Everything else (hints, claims, progress, retries after a crash) is handled here for every kind.
"""

import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from core import clock, faults, heartbeat
from core.deletion import delete_some, kept_since
from core.locks import Postponed, is_lock_timeout
from core.models import LEASE, Work
from core.refusals import Refused
from core.version_tokens import Rows

logger = logging.getLogger(__name__)

PAUSE_AFTER_ERROR = timedelta(seconds=5)
# How long postponed work waits before the next try.
PAUSE_WHEN_POSTPONED = timedelta(seconds=3)
MAX_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Progress:
    """Result of a step. The page shows `done_units` and `total_units` (rows, chapters)."""

    finished: bool
    cursor: dict[str, Any] = field(default_factory=dict)
    done_units: int = 0
    total_units: int | None = None


# Argument of a step, under a name that other rooms can import.
WorkRow = Work

Step = Callable[[Work], Progress]
# Ids of subjects.
Subjects = Callable[[], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class WorkKind:
    name: str
    step: Step
    queue: str
    unfinished: Subjects | None


class LeaseLost(Exception):
    """Another process has claimed the work. Changes since the last step are rolled back."""


class WorkFailed(Refused):
    """The work failed for good. Its page shows the message."""


_kinds: dict[str, WorkKind] = {}


def register(name: str, step: Step, *, queue: str, unfinished: Subjects | None = None) -> None:
    """Register the step function of a kind of work, and a query for the subjects that still need it. Failed work of these
    subjects is kept so that it can be retried. Without the query, all failed work is kept.

    The step runs in a transaction that also saves its progress. So it must not commit, and must have effects only in the
    database, or in a file with a name derived from the work, which a repetition overwrites.
    """
    _kinds[name] = WorkKind(name=name, step=step, queue=queue, unfinished=unfinished)


def nobody() -> QuerySet[Any]:
    """No subjects, for work that only a reconciler retries."""
    return Work.objects.none().values("subject_id")


def enqueue(*, kind: str, subject_id: int, key: str) -> Work:
    """Get or create the work with this key, and hint the workers after the caller commits."""
    work, _created = Work.objects.get_or_create(key=key, defaults={"kind": _kinds[kind].name, "subject_id": subject_id})
    transaction.on_commit(lambda: hint(work.pk, kind), robust=True)
    return work


def find(key: str) -> Work | None:
    """The work with this key, for pages with its progress, or None."""
    return Work.objects.filter(key=key).first()


def latest(kind: str, subject_id: int) -> Work | None:
    """Newest work of a kind for a subject, with any key."""
    return Work.objects.filter(kind=kind, subject_id=subject_id).order_by("-pk").first()


def rows_of_kind(kind: str, where: str = "TRUE") -> Rows:
    """Work of a kind for `core.version_tokens`. The token changes with its states, not with every step."""
    return Rows(Work, f"kind = '{kind}' AND {where}", version="sum(hashtextextended(state, id))")


def retry(work: Work) -> None:
    """Retry failed work from where it stopped, with new attempts."""
    restarted = Work.objects.filter(pk=work.pk, state=Work.State.FAILED).update(
        state=Work.State.WAITING, attempts=0, error="", waits_for="", token=None, lease_until_at=None, finished_at=None
    )
    if restarted:
        transaction.on_commit(lambda: hint(work.pk, work.kind), robust=True)


def hint(work_id: int, kind: str) -> None:
    """Hint the workers. A failing broker is not an error, because the tick hints again."""
    from core.broker import send

    send("core.tasks.run", [work_id], queue=_kinds[kind].queue)


def hint_waiting(most: int = 1000) -> int:
    """Hint the oldest claimable rows of each queue again. Part of the tick; a few of them also every `settings.HINT_SECONDS`.
    Returns how many rows are claimable, up to `most` per queue.
    """
    from core.broker import takes_more

    now, found = clock.now(), 0
    for queue in {kind.queue for kind in _kinds.values()}:
        kinds = [kind.name for kind in _kinds.values() if kind.queue == queue]
        rows = list(Work.objects.claimable(now).filter(kind__in=kinds).order_by("pk").values_list("pk", "kind")[:most])
        found += len(rows)
        if rows and takes_more(queue):
            for work_id, kind in rows:
                hint(work_id, kind)
    return found


def forget_finished() -> int:
    """Delete old finished work. Part of the tick. Failed work that can still be retried stays."""
    before = kept_since(settings.RETENTION_WORK_DAYS)
    if before is None:
        return 0
    unfinished = {kind.name: kind.unfinished() for kind in _kinds.values() if kind.unfinished is not None}
    return delete_some(Work.objects.over(before, unfinished))


def run(work_id: int, *, seconds: float | None = None) -> bool:
    """Claim the work and do steps until it is finished or the time is up. True if nothing is left to do."""
    token = _claim(work_id)
    if token is None:
        return not Work.objects.filter(pk=work_id).open().exists()
    beating = heartbeat.Heart(token)
    beating.start()
    try:
        return _steps(work_id, token, until=time.monotonic() + (settings.WORK_SOFT_SECONDS if seconds is None else seconds))
    finally:
        beating.stop()


def _steps(work_id: int, token: uuid.UUID, *, until: float) -> bool:
    try:
        while not _advance(work_id, token):
            faults.point("work.between_steps")
            if time.monotonic() >= until:
                _release(work_id, token)
                return False
    except LeaseLost:
        logger.info("work %s was claimed by another worker", work_id)
        return False
    except Postponed as postponed:
        _postpone(work_id, token, str(postponed))
        return False
    except Refused as refusal:
        _fail(work_id, token, str(refusal))
    except Exception as error:
        logger.exception("a step of work %s failed", work_id)
        _after_error(work_id, token, error)
        return False
    return True


def _after_error(work_id: int, token: uuid.UUID, error: Exception) -> None:
    if is_lock_timeout(error):
        _postpone(work_id, token, _("Waiting for other work to finish. This continues automatically."))
        return
    if not connection.in_atomic_block:
        # If the connection broke, the next statement opens a new one.
        connection.close_if_unusable_or_obsolete()
    try:
        _pause(work_id, token)
    except Error:
        logger.warning("the database does not answer; work %s continues once its lease expires", work_id)


def run_here(work: Work) -> Work:
    """Do all of the work in this process, for management commands. Raises `WorkFailed` with the reason.

    A failed step is retried immediately, with the usual number of attempts. Pauses are for workers, which have other work, and
    would never end with a fixed clock (`clock.travel`). If another worker has claimed the work, this waits for it.
    """
    while not run(work.pk, seconds=float("inf")):
        is_paused = Work.objects.filter(pk=work.pk, token=None).update(lease_until_at=None)
        if not is_paused:
            time.sleep(0.2)
    work.refresh_from_db()
    if work.state == Work.State.FAILED:
        raise WorkFailed(work.error)
    return work


@transaction.atomic
def _claim(work_id: int) -> uuid.UUID | None:
    now = clock.now()
    work = Work.objects.claimable(now).select_for_update(skip_locked=True).filter(pk=work_id).first()
    if work is None:
        return None
    if work.token is not None:
        heartbeat.forget(work.token)
    if work.attempts >= MAX_ATTEMPTS:
        work.state, work.finished_at, work.token = Work.State.FAILED, now, None
        work.error = work.error or _("This stopped several times at the same step. Try again, or ask your administrator.")
        work.save(update_fields=["state", "finished_at", "token", "error"])
        return None
    work.state, work.token = Work.State.RUNNING, uuid.uuid4()
    work.lease_until_at, work.attempts = now + LEASE, work.attempts + 1
    work.started_at = work.started_at or now
    work.save(update_fields=["state", "token", "lease_until_at", "attempts", "started_at"])
    return work.token


@transaction.atomic
def _advance(work_id: int, token: uuid.UUID) -> bool:
    # The row stays locked during the step, so no one else can claim it even if the lease expires.
    work = Work.objects.select_for_update().filter(pk=work_id, token=token).first()
    if work is None:
        raise LeaseLost
    progress = _kinds[work.kind].step(work)
    now = clock.now()
    work.cursor, work.attempts, work.error, work.waits_for = progress.cursor, 0, "", ""
    work.done_units, work.total_units = progress.done_units, progress.total_units
    work.lease_until_at = now + LEASE
    if progress.finished:
        work.state, work.finished_at, work.token, work.lease_until_at = Work.State.DONE, now, None, None
    work.save()
    faults.point("work.before_commit")
    return progress.finished


def _release(work_id: int, token: uuid.UUID) -> None:
    if Work.objects.filter(pk=work_id, token=token).update(token=None, lease_until_at=None):
        hint(work_id, Work.objects.values_list("kind", flat=True).get(pk=work_id))


def _postpone(work_id: int, token: uuid.UUID, reason: str) -> None:
    # Doesn't count as an attempt, because nothing failed.
    Work.objects.filter(pk=work_id, token=token).update(
        token=None,
        lease_until_at=clock.now() + PAUSE_WHEN_POSTPONED,
        attempts=Greatest(F("attempts") - 1, 0),
        error="",
        waits_for=reason,
    )


def _pause(work_id: int, token: uuid.UUID) -> None:
    Work.objects.filter(pk=work_id, token=token).update(
        token=None,
        lease_until_at=clock.now() + PAUSE_AFTER_ERROR,
        waits_for="",
        error=_("Something went wrong on our side. Nothing is lost. You can try again."),
    )


def _fail(work_id: int, token: uuid.UUID, reason: str) -> None:
    Work.objects.filter(pk=work_id, token=token).update(
        state=Work.State.FAILED, error=reason, finished_at=clock.now(), token=None, lease_until_at=None
    )
