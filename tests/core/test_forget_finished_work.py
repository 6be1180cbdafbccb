"""Finished work is deleted after its time, in batches per tick. Work that can be retried stays."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from core import clock, deletion, tick, work
from core.models import Work
from core.work import Progress
from tests.threads import at_once

MONTH = timedelta(days=30)


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two kinds of work: subjects 1 and 2 still need `test.waited`; `test.other` has no query."""
    monkeypatch.setattr(work, "_kinds", {})
    waited = Work.objects.filter(subject_id__in=[1, 2]).values("subject_id")
    work.register("test.waited", lambda _row: Progress(finished=True), queue="documents", unfinished=lambda: waited)
    work.register("test.other", lambda _row: Progress(finished=True), queue="documents")


def finished(state: str = "done", *, kind: str = "test.waited", subject: int = 1, age: timedelta = MONTH) -> Work:
    number = Work.objects.count()
    at = clock.now() - age - timedelta(seconds=1)
    return Work.objects.create(kind=kind, subject_id=subject, key=f"key:{number}", state=state, finished_at=at)


def left() -> set[int]:
    return set(Work.objects.values_list("pk", flat=True))


@pytest.mark.django_db
def test_finished_work_is_deleted_after_its_time() -> None:
    finished()
    young = finished(age=MONTH - timedelta(minutes=1))
    opened = Work.objects.create(kind="test.waited", subject_id=1, key="open", created_at=clock.now() - 3 * MONTH)
    assert (work.forget_finished(), work.forget_finished()) == (1, 0)
    assert left() == {young.pk, opened.pk}


@pytest.mark.django_db
def test_failed_work_stays_while_its_subject_needs_it() -> None:
    waited_for = finished("failed", subject=2, age=20 * MONTH)
    finished("failed", subject=3)
    unknown = finished("failed", kind="test.other", subject=3)
    work.forget_finished()
    assert left() == {waited_for.pk, unknown.pk}


@pytest.mark.django_db
def test_failed_work_is_deleted_after_newer_work() -> None:
    finished("failed", age=2 * MONTH)
    newer = finished(age=timedelta())
    work.forget_finished()
    assert left() == {newer.pk}
    assert work.latest("test.waited", 1) == newer


@pytest.mark.django_db
def test_zero_days_keep_everything(settings: Any) -> None:
    settings.RETENTION_WORK_DAYS = 0
    finished(age=40 * MONTH)
    assert work.forget_finished() == 0


@pytest.mark.django_db
def test_rows_are_deleted_in_batches_oldest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deletion, "AT_ONCE", 2)
    rows = [finished(age=MONTH + timedelta(days=day)) for day in (1, 5, 3)]
    assert work.forget_finished() == 2
    assert left() == {rows[0].pk}
    assert (work.forget_finished(), work.forget_finished()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_locked_row_is_left_for_the_next_tick() -> None:
    held, other = finished(), finished()
    with transaction.atomic():
        Work.objects.select_for_update().get(pk=held.pk)
        assert at_once(work.forget_finished) == [None]
        assert left() == {held.pk}
    assert other.pk not in left()
    assert work.forget_finished() == 1


@pytest.fixture
def many(db: None) -> None:
    """Table large enough to detect a full scan, with statistics."""
    with connection.cursor() as cursor:
        cursor.execute("""
            INSERT INTO core_work (kind, subject_id, key, state, finished_at, cursor, done_units, attempts, error)
            SELECT 'test.waited', n, 'many:' || n, 'done', now() - n * interval '1 second', '{}', 0, 0, ''
            FROM generate_series(1, 20000) n
        """)
        cursor.execute("ANALYZE core_work")


def test_a_tick_with_nothing_to_delete_reads_no_table_whole(many: None) -> None:
    waited = {"test.waited": Work.objects.filter(subject_id=1).values("subject_id")}
    plan = Work.objects.over(clock.now() - MONTH, waited).select_for_update(skip_locked=True)[:5000].explain(analyze=True)
    assert "work_finished" in plan
    assert "Seq Scan on core_work" not in plan
    assert work.forget_finished() == 0


def test_tick_deletes_finished_work() -> None:
    assert "core.finished_work" in tick._reconcilers
