"""Long and waiting work: heartbeats, and postponed steps that free their worker."""

import time
from datetime import datetime

import pytest
from django.db import connection, transaction
from django.utils import timezone

from core import clock, heartbeat, locks, work
from core.locks import Postponed
from core.models import LEASE, Heartbeat, Work
from core.work import Progress
from tests.core.jobs import Job, enqueued, later
from tests.threads import at_once


@pytest.mark.django_db(transaction=True)
def test_a_long_step_beats_until_it_is_done(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "BEAT_SECONDS", 0.01)
    beats: list[datetime] = []

    def step(row: Work) -> Progress:
        deadline = time.monotonic() + 30
        while len(set(beats)) < 2:
            assert time.monotonic() < deadline, "no heartbeat came"
            beats.extend(Heartbeat.objects.filter(name=str(row.token)).values_list("beat_at", flat=True))
        return Progress(finished=True)

    job.step = step
    assert work.run(enqueued().pk)
    assert not Heartbeat.objects.exists(), "what is over leaves no heartbeat"


@pytest.mark.django_db(transaction=True)
def test_claim_with_a_heartbeat_is_kept_after_the_lease(job: Job) -> None:
    row = enqueued()
    token = work._claim(row.pk)
    with later(LEASE.total_seconds() + 1):
        Heartbeat.objects.create(name=str(token), beat_at=clock.now() - LEASE / 2)
        assert work._claim(row.pk) is None
    with later(2 * LEASE.total_seconds()):
        assert work._claim(row.pk) not in {None, token}
    assert not Heartbeat.objects.filter(name=str(token)).exists(), "the next claim removes what the dead worker left"


@pytest.mark.django_db
def test_postponed_step_frees_its_worker_and_is_no_attempt(job: Job) -> None:
    def postpone(_row: Work) -> Progress:
        Heartbeat.objects.create(name="trace", beat_at=timezone.now())
        raise Postponed("Waiting for another import.")

    job.step = postpone
    row = enqueued()
    for moment in range(work.MAX_ATTEMPTS + 2):
        with later(10 * moment):
            assert not work.run(row.pk)
    row.refresh_from_db()
    assert (row.attempts, row.waits_for, row.error, row.token) == (0, "Waiting for another import.", "", None)
    assert not Heartbeat.objects.filter(name="trace").exists(), "it leaves nothing"
    job.step = job.three_steps
    assert not work.run(row.pk), "other work goes first"
    with later(100):
        assert work.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.waits_for) == ("done", "")


@pytest.mark.django_db(transaction=True)
def test_a_step_that_waits_too_long_for_a_lock_is_postponed(job: Job) -> None:
    def wait(_row: Work) -> Progress:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '10ms'")
        locks.wait_for("test.lock")
        return Progress(finished=True)

    job.step = wait
    row = enqueued()
    with transaction.atomic():
        locks.wait_for("test.lock")
        assert at_once(lambda: work.run(row.pk)) == [None]
    row.refresh_from_db()
    assert (row.attempts, row.error) == (0, "")
    assert row.waits_for


@pytest.mark.django_db(transaction=True)
def test_a_lock_for_a_step_is_waited_for_a_moment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "STEP_PATIENCE", "10ms")

    def take() -> None:
        with transaction.atomic():
            locks.take_for_step("test.lock", "Waiting for the other one.")

    with transaction.atomic():
        locks.wait_for("test.lock")
        (raised,) = at_once(take)
    assert isinstance(raised, Postponed)
    assert at_once(take) == [None]


@pytest.mark.django_db(transaction=True)
def test_other_locks_are_waited_for_as_long_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '480s'")
        locks.take_for_step("test.lock", "Waiting for the other one.")
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("8min",)
