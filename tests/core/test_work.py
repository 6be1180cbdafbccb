"""Background work: done in steps by one worker at a time, and failed after some attempts."""

import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from core import faults, work
from core.models import LEASE, Heartbeat, Work
from core.refusals import Refused
from core.work import Progress
from tests.constraints import refused_by
from tests.core.jobs import Job, enqueued, later
from tests.threads import at_once


@pytest.mark.django_db
def test_a_key_is_one_piece_of_work(job: Job) -> None:
    assert enqueued() == enqueued()
    assert enqueued("test:2") != enqueued()


@pytest.mark.django_db
def test_steps_advance_to_the_end(job: Job) -> None:
    row = work.run_here(enqueued())
    assert (row.state, row.cursor, job.done, row.progress_percent) == ("done", {"number": 3}, 3, 100)
    assert row.started_at is not None
    assert row.finished_at is not None
    assert work.run(row.pk)
    assert job.done == 3, "done work is not done again"


@pytest.mark.django_db
def test_work_stops_when_the_time_is_up_and_continues_later(job: Job) -> None:
    row = enqueued()
    assert [work.run(row.pk, seconds=0) for _ in range(3)] == [False, False, True]
    row.refresh_from_db()
    assert (row.state, job.done) == ("done", 3)


@pytest.mark.django_db
def test_a_failing_step_leaves_nothing_and_is_tried_again(job: Job) -> None:
    def leave_a_trace_and_fail(_row: Work) -> Progress:
        Heartbeat.objects.create(name="trace", beat_at=timezone.now())
        raise RuntimeError("a bug")

    job.step = leave_a_trace_and_fail
    row = enqueued()
    assert not work.run(row.pk)
    row.refresh_from_db()
    assert not Heartbeat.objects.filter(name="trace").exists()
    assert (row.state, row.attempts, row.cursor) == ("running", 1, {})
    assert "You can try again" in row.error
    job.step = job.three_steps
    assert not work.run(row.pk), "there is a pause after an error"
    with later(6):
        assert work.run(row.pk)


@pytest.mark.django_db
def test_work_fails_after_some_attempts_and_can_be_retried(job: Job) -> None:
    def fail(_row: Work) -> Progress:
        raise RuntimeError("a bug")

    job.step = fail
    row = enqueued()
    for attempt in range(work.MAX_ATTEMPTS + 3):
        with later(attempt * 10):
            work.run(row.pk)
    row.refresh_from_db()
    assert (row.state, job.done) == ("failed", work.MAX_ATTEMPTS)
    with pytest.raises(work.WorkFailed, match="You can try again"):
        work.run_here(row)
    job.step = job.three_steps
    work.retry(row)
    assert work.run_here(row).state == "done"


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], object]]:
    """Events while `run_here` waits, one per wait. Waiting without an event is an error."""
    happens: list[Callable[[], object]] = []

    def sleep(_seconds: float) -> None:
        assert happens, "it waits for what it could do itself"
        happens.pop(0)()

    monkeypatch.setattr("core.work.time.sleep", sleep)
    return happens


@pytest.mark.django_db
@pytest.mark.usefixtures("slept")
def test_command_gives_up_a_failing_step_without_waiting(job: Job) -> None:
    def fail(_row: Work) -> Progress:
        raise RuntimeError("a bug")

    job.step = fail
    with later(0), pytest.raises(work.WorkFailed, match="Something went wrong"):
        work.run_here(enqueued())
    assert job.done == work.MAX_ATTEMPTS


@pytest.mark.django_db
@pytest.mark.usefixtures("slept")
def test_command_retries_a_failed_step_at_once(job: Job) -> None:
    def fail_once(row: Work) -> Progress:
        if job.done == 1:
            raise RuntimeError("a hiccup")
        return job.three_steps(row)

    job.step = fail_once
    with later(0):
        assert work.run_here(enqueued()).state == "done"
    assert job.done == 4


@pytest.mark.django_db
def test_command_waits_for_another_worker(job: Job, slept: list[Callable[[], object]]) -> None:
    row = enqueued()
    token = work._claim(row.pk)
    assert token is not None
    slept += [lambda: work._advance(row.pk, token)] * 3
    assert work.run_here(row).state == "done"
    assert (slept, job.done) == ([], 3), "the other one has done every step"


@pytest.mark.django_db
def test_progress_resets_the_attempts(job: Job) -> None:
    row = enqueued()
    Work.objects.filter(pk=row.pk).update(attempts=work.MAX_ATTEMPTS - 1)
    work.run(row.pk, seconds=0)
    row.refresh_from_db()
    assert row.attempts == 0


@pytest.mark.django_db
def test_refusal_ends_work_with_its_message(job: Job) -> None:
    def refuse(_row: Work) -> Progress:
        raise Refused("The file has no column “rating”. Name it and upload it again.")

    job.step = refuse
    row = enqueued()
    assert work.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.error) == ("failed", "The file has no column “rating”. Name it and upload it again.")
    assert row.finished_at is not None
    assert job.done == 1


@pytest.mark.django_db
def test_worker_without_the_lease_stops(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    row, other = enqueued(), uuid.uuid4()

    def another_claims(place: str) -> None:
        if place == "work.between_steps":
            Work.objects.filter(pk=row.pk).update(token=other)

    monkeypatch.setattr(faults, "point", another_claims)
    assert not work.run(row.pk)
    row.refresh_from_db()
    assert (job.done, row.cursor, row.token) == (1, {"number": 1}, other)


@pytest.mark.django_db(transaction=True)
def test_a_lost_lease_rolls_the_step_back(job: Job) -> None:
    row, token = enqueued(), uuid.uuid4()
    with pytest.raises(work.LeaseLost):
        work._advance(row.pk, token)
    assert job.done == 0


@pytest.mark.django_db(transaction=True)
def test_work_is_not_claimed_by_others_during_or_between_steps(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    row = enqueued()
    tries: list[uuid.UUID | None] = []

    def claim() -> None:
        tries.append(work._claim(row.pk))

    def claim_although_the_lease_ran_out() -> None:
        with later(LEASE.total_seconds() + 1):
            claim()

    def step(current: Work) -> Progress:
        assert at_once(claim_although_the_lease_ran_out) == [None], "the row is locked during a step"
        return job.three_steps(current)

    job.step = step
    monkeypatch.setattr(faults, "point", lambda place: at_once(claim) if place == "work.between_steps" else None)
    assert work.run(row.pk)
    assert tries == [None] * 5


@pytest.mark.django_db(transaction=True)
def test_expired_lease_can_be_claimed(job: Job) -> None:
    row = enqueued()
    assert work._claim(row.pk) is not None
    assert work._claim(row.pk) is None
    with later(LEASE.total_seconds() + 1):
        assert work._claim(row.pk) is not None


@pytest.mark.django_db(transaction=True)
def test_one_of_many_workers_claims(job: Job) -> None:
    row = enqueued()
    tokens: list[uuid.UUID | None] = []
    raised = at_once(*[lambda: tokens.append(work._claim(row.pk))] * 6)
    assert set(raised) == {None}
    assert len([token for token in tokens if token is not None]) == 1


@pytest.mark.django_db
def test_the_tick_hints_what_waits(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[list[int]] = []
    waiting, held, done = enqueued("a"), enqueued("b"), work.run_here(enqueued("c"))
    assert work._claim(held.pk) is not None
    monkeypatch.setattr("core.broker.send", lambda _task, ids, **_options: sent.append(ids))
    work.hint_waiting()
    assert sent == [[waiting.pk]]
    assert done.state == "done"
    with later(LEASE.total_seconds() + 1):
        work.hint_waiting()
    assert sent == [[waiting.pk], [waiting.pk], [held.pk]]


@pytest.mark.django_db
def test_constraints_of_work(job: Job) -> None:
    enqueued("a")
    with refused_by("work_key_unique"):
        Work.objects.create(kind="test.job", subject_id=2, key="a")
    now = timezone.now()
    for state in ("done", "failed"):
        Work.objects.create(kind="test.job", subject_id=2, key=state, state=state, finished_at=now)
        with refused_by("work_finished_at_matches_state"):
            Work.objects.create(kind="test.job", subject_id=2, key=f"{state}-open", state=state)
    with refused_by("work_finished_at_matches_state"):
        Work.objects.create(kind="test.job", subject_id=2, key="c", state="running", finished_at=now)
    with connection.cursor() as cursor:
        # It implies the other constraint and would fail first.
        cursor.execute("ALTER TABLE core_work DROP CONSTRAINT work_finished_at_matches_state")
    with refused_by("work_state_known"):
        Work.objects.create(kind="test.job", subject_id=2, key="b", state="lost", finished_at=now)
