"""Web, workers and beat as Compose starts them: their own health checks, and imports that keep nothing else waiting."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from celery.beat import PersistentScheduler
from django.db import connection
from redis import Redis

from config.celery import app
from core import clock, work
from core.models import Heartbeat, Work
from crisis import actions
from intake.models import Import
from protocol import work_kinds
from tests.deployment.production import Installation
from tests.factories import crisis as make
from tests.factories import feedback
from tests.factories.people import personas

# Seconds: far longer than five processes take to start on a busy machine.
PATIENCE = 240
SERVICES = ("web", "worker", "imports", "chat", "beat")


def wait_for(what: str, happened: Callable[[], object], installation: Installation) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        logs = "\n".join(installation.log_of(service) for service in SERVICES)
        assert time.monotonic() < deadline, f"{what} never happened:\n{logs}"
        time.sleep(0.1)


def remember_an_earlier_beat(file: Path) -> None:
    """The schedule that an earlier beat kept: a fresh one would send its first tick after half a minute."""
    scheduler = PersistentScheduler(app=app, schedule_filename=str(file))
    scheduler.schedule["tick"].last_run_at = datetime.now(UTC) - timedelta(minutes=5)
    scheduler.close()


STUCK = "CREATE OR REPLACE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {} RETURN NEW; END $$"
SLEEPING = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"


@contextmanager
def imports_that_go_on_for_long() -> Iterator[None]:
    """Reading rows lasts ten minutes, unless it is cut off at the end."""
    with connection.cursor() as cursor:
        cursor.execute(STUCK.format("PERFORM pg_sleep(600);"))
        cursor.execute("CREATE TRIGGER stuck BEFORE INSERT ON intake_stagedrow EXECUTE FUNCTION stuck()")
        try:
            yield
        finally:
            cursor.execute("DROP FUNCTION stuck CASCADE")


def cut_off_imports() -> None:
    with connection.cursor() as cursor:
        cursor.execute(STUCK.format(""))
        cursor.execute(f"SELECT pg_terminate_backend(pid) {SLEEPING}")


def imports_going_on() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {SLEEPING}")
        return int(cursor.fetchone()[0])


@contextmanager
def started(installation: Installation) -> Iterator[None]:
    """All its processes, asked to stop together at the end."""
    with ExitStack() as stack:
        processes = [stack.enter_context(installation.running(service)) for service in SERVICES]
        try:
            yield
        finally:
            cut_off_imports()
            for process in processes:
                process.terminate()


def test_health_checks_succeed_and_long_imports_keep_nothing_else_waiting(installation: Installation) -> None:
    Redis.from_url(app.conf.broker_url).flushdb()
    remember_an_earlier_beat(installation.folder / "beat-schedule")
    people = personas()
    crisis = make.active(people)
    for number in range(3):
        feedback.received(feedback.calls(), file_name=f"{number}.csv")
    with imports_that_go_on_for_long(), started(installation):
        # They take both slots of their worker, and the third one waits.
        wait_for("two long imports", lambda: imports_going_on() == 2, installation)
        before = clock.now()
        actions.resolve(actor=people.supervisor, crisis=crisis)
        document = work.latest(work_kinds.COMPILE, crisis.pk)
        assert document is not None
        app.send_task("core.tasks.tick", queue="tick", retry=False)
        wait_for("the document", lambda: Work.objects.filter(pk=document.pk, state="done").exists(), installation)
        wait_for("a tick", lambda: Heartbeat.objects.filter(beat_at__gt=before).exists(), installation)
        checks = {service: installation.health_check(service) for service in SERVICES}
        answers = {service: (check.communicate(timeout=PATIENCE)[0], check.returncode) for service, check in checks.items()}
        assert imports_going_on() == 2
        assert Import.objects.filter(state=Import.State.STAGING).count() == 3
    assert {service: code for service, (_text, code) in answers.items()} == dict.fromkeys(SERVICES, 0), answers
    assert "Sending due task tick" in installation.log_of("beat")


def test_health_checks_fail_where_nothing_runs(installation: Installation) -> None:
    checks = {service: installation.health_check(service) for service in ("web", "worker", "beat")}
    answers = {service: (check.communicate(timeout=PATIENCE)[0], check.returncode) for service, check in checks.items()}
    assert [service for service, (_text, code) in answers.items() if code == 0] == []
    assert "The tick hasn't run yet" in answers["beat"][0]
    assert "refused" in answers["web"][0]
    assert "No nodes replied" in answers["worker"][0]
