"""Probes answer any host over plain HTTP and report what keeps pages from working."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from core import clock, tick
from core.models import Heartbeat


@pytest.fixture(autouse=True)
def _as_in_production(settings: pytest.FixtureRequest) -> None:
    settings.ALLOWED_HOSTS = ["crisis.example.org"]  # type: ignore[attr-defined] # pytest-django's fixture
    settings.SECURE_SSL_REDIRECT = True  # type: ignore[attr-defined]


def test_liveness_needs_no_database_and_no_host() -> None:
    # Without the mark for the database, pytest-django raises on every query.
    answer = Client().get("/health", headers={"host": "127.0.0.1:8000"})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_readiness_tells_the_age_of_the_last_tick() -> None:
    Heartbeat.objects.create(name=tick.HEARTBEAT, beat_at=clock.now() - timedelta(seconds=20))
    answer = Client().get("/ready", headers={"host": "10.0.0.7"})
    assert answer.status_code == 200
    report = answer.json()
    assert 20 <= report.pop("seconds_since_tick") < 60
    assert report == {"status": "ok", "database": "ok", "migrations": "ok", "tick": "ok"}


@pytest.mark.django_db
@pytest.mark.parametrize("age", [None, 91, 100_000])
def test_a_late_tick_is_reported_and_leaves_pages_in_service(age: int | None) -> None:
    if age is not None:
        Heartbeat.objects.create(name=tick.HEARTBEAT, beat_at=clock.now() - timedelta(seconds=age))
    answer = Client().get("/ready")
    assert (answer.status_code, answer.json()["tick"]) == (200, "late")


@pytest.mark.django_db
def test_readiness_fails_while_migrations_are_pending() -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("core", "0001_initial")
    answer = Client().get("/ready")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unready", "database": "ok", "migrations": "pending", "pending": ["core.0001_initial"]}


@pytest.mark.django_db
def test_migrations_of_newer_code_do_not_stop_older_pages() -> None:
    MigrationRecorder(connection).record_applied("core", "9999_from_the_next_version")
    assert Client().get("/ready").status_code == 200


@pytest.mark.django_db
def test_readiness_fails_before_the_first_migration() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_migrations RENAME TO django_migrations_gone")
    answer = Client().get("/ready")
    assert answer.status_code == 503
    assert {"core.0001_initial", "protocol.0001_initial"} < set(answer.json()["pending"])


@pytest.mark.django_db(transaction=True)
def test_readiness_fails_without_a_database_and_tells_nothing_about_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    connection.close()
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        patch.setitem(connection.settings_dict, "PORT", "1")
        answer = Client().get("/ready")
    connection.close()
    assert (answer.status_code, answer.json()) == (503, {"status": "unready", "database": "no answer"})
    assert "the database doesn't answer" in caplog.text


@pytest.mark.parametrize("path", ["/health", "/ready"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_probes_are_read_only(path: str, method: str) -> None:
    answer = getattr(Client(), method)(path)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/health", "/ready"])
def test_head_answers_as_get_without_a_body(path: str) -> None:
    answer = Client().head(path)
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("path", ["/health/", "/healthy", "/ready/x", "//health"])
def test_other_paths_are_pages(path: str) -> None:
    """Pages check the host, which these requests get wrong."""
    assert Client().get(path).status_code in {301, 400}
