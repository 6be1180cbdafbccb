"""Leased work: done in steps, by one worker at a time, given up after some attempts, and never half done."""

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
def test_it_stops_when_the_time_is_up_and_goes_on_later(job: Job) -> None:
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
    assert "can be tried again" in row.error
    job.step = job.three_steps
    assert not work.run(row.pk), "there is a pause after an error"
    with later(6):
        assert work.run(row.pk)


@pytest.mark.django_db
def test_it_is_given_up_after_some_attempts_and_can_be_retried(job: Job) -> None:
    def fail(_row: Work) -> Progress:
        raise RuntimeError("a bug")

    job.step = fail
    row = enqueued()
    for attempt in range(work.MAX_ATTEMPTS + 3):
        with later(attempt * 10):
            work.run(row.pk)
    row.refresh_from_db()
    assert (row.state, job.done) == ("failed", work.MAX_ATTEMPTS)
    with pytest.raises(work.WorkFailed, match="tried again"):
        work.run_here(row)
    job.step = job.three_steps
    work.retry(row)
    assert work.run_here(row).state == "done"


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], object]]:
    """What happens while `run_here` waits, one thing each time; it is wrong to wait when nothing is left."""
    happens: list[Callable[[], object]] = []

    def sleep(_seconds: float) -> None:
        assert happens, "it waits for what it could do itself"
        happens.pop(0)()

    monkeypatch.setattr("core.work.time.sleep", sleep)
    return happens


@pytest.mark.django_db
@pytest.mark.usefixtures("slept")
def test_in_a_command_a_failing_step_is_given_up_without_waiting_although_time_stands_still(job: Job) -> None:
    def fail(_row: Work) -> Progress:
        raise RuntimeError("a bug")

    job.step = fail
    with later(0), pytest.raises(work.WorkFailed, match="Something went wrong"):
        work.run_here(enqueued())
    assert job.done == work.MAX_ATTEMPTS


@pytest.mark.django_db
@pytest.mark.usefixtures("slept")
def test_in_a_command_a_step_that_failed_once_is_tried_again_at_once(job: Job) -> None:
    def fail_once(row: Work) -> Progress:
        if job.done == 1:
            raise RuntimeError("a hiccup")
        return job.three_steps(row)

    job.step = fail_once
    with later(0):
        assert work.run_here(enqueued()).state == "done"
    assert job.done == 4


@pytest.mark.django_db
def test_in_a_command_what_another_worker_holds_is_waited_for(job: Job, slept: list[Callable[[], object]]) -> None:
    row = enqueued()
    token = work._claim(row.pk)
    assert token is not None
    slept += [lambda: work._advance(row.pk, token)] * 3
    assert work.run_here(row).state == "done"
    assert (slept, job.done) == ([], 3), "the other one has done every step"


@pytest.mark.django_db
def test_progress_gives_fresh_attempts(job: Job) -> None:
    row = enqueued()
    Work.objects.filter(pk=row.pk).update(attempts=work.MAX_ATTEMPTS - 1)
    work.run(row.pk, seconds=0)
    row.refresh_from_db()
    assert row.attempts == 0


@pytest.mark.django_db
def test_a_refusal_ends_it_with_its_sentence(job: Job) -> None:
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
def test_who_lost_the_lease_stops(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
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
def test_nobody_else_gets_it_during_a_step_or_between(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
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
def test_with_the_lease_run_out_somebody_else_does(job: Job) -> None:
    row = enqueued()
    assert work._claim(row.pk) is not None
    assert work._claim(row.pk) is None
    with later(LEASE.total_seconds() + 1):
        assert work._claim(row.pk) is not None


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_at_once_one_claims(job: Job) -> None:
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
def test_what_the_database_holds_true(job: Job) -> None:
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
        # It implies the other one, and would speak first.
        cursor.execute("ALTER TABLE core_work DROP CONSTRAINT work_finished_at_matches_state")
    with refused_by("work_state_known"):
        Work.objects.create(kind="test.job", subject_id=2, key="b", state="lost", finished_at=now)
