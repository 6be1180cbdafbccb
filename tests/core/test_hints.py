"""Hints to the broker: sent if it answers, dropped at once if it doesn't."""

import socket
import time
from collections.abc import Callable, Iterator

import pytest
from celery import Celery, current_app
from django.conf import settings
from django.db import transaction

from core import broker, work
from core.models import Work
from core.work import Progress


@pytest.fixture(autouse=True)
def breaker_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "_quiet_until", 0.0)


@pytest.fixture
def broker_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Send to a broker at another address, with the settings that web processes have."""

    def use(address: str) -> None:
        app = Celery("elsewhere", set_as_current=False)
        app.config_from_object("django.conf:settings", namespace="CELERY")
        app.conf.update(broker_url=address)
        monkeypatch.setattr(broker, "current_app", app)

    return use


@pytest.fixture
def deaf() -> Iterator[socket.socket]:
    """Broker that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=16) as listening:
        yield listening


def address_of(listening: socket.socket) -> str:
    return f"redis://127.0.0.1:{listening.getsockname()[1]}/0"


def connections_to(listening: socket.socket) -> int:
    listening.settimeout(0.05)
    count = 0
    while True:
        try:
            listening.accept()[0].close()
        except TimeoutError:
            return count
        count += 1


def is_open() -> bool:
    return broker._quiet_until > time.monotonic()


def test_a_broker_that_answers_gets_the_hint() -> None:
    assert broker.send("core.tasks.run", [0], queue="documents")
    assert not is_open()


def test_absent_broker_is_given_up(broker_at: Callable[[str], None]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = address_of(listening)
    broker_at(address)
    assert not broker.send("core.tasks.run", [0], queue="documents")
    assert is_open()


def test_a_deaf_broker_is_given_up_and_not_asked_again(broker_at: Callable[[str], None], deaf: socket.socket) -> None:
    broker_at(address_of(deaf))
    assert not broker.send("core.tasks.run", [0], queue="documents")
    assert is_open()
    assert connections_to(deaf) > 0
    assert not broker.send("core.tasks.run", [0], queue="documents")
    assert connections_to(deaf) == 0, "while the breaker is open, nobody waits"


def test_full_queue_gets_no_more_hints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "ENOUGH_HINTS", 2)
    with current_app.connection_for_write() as connection:
        for queue in ("documents", "imports"):
            connection.default_channel.queue_purge(queue)  # type: ignore[attr-defined] # the stubs leave it out
    assert broker.takes_more("documents"), "an empty queue takes some"
    for _hint in range(2):
        broker.send("core.tasks.run", [0], queue="documents")
    assert not broker.takes_more("documents")
    assert broker.takes_more("imports"), "each queue has its own"


@pytest.mark.django_db
def test_rows_of_a_busy_queue_hide_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(broker, "send", lambda _task, _ids, *, queue: sent.append(queue))
    monkeypatch.setattr(broker, "takes_more", lambda queue: queue != "delivery")
    monkeypatch.setattr(work, "_kinds", {})
    for queue in ("imports", "documents", "delivery"):
        kind = f"test.{queue}"
        work.register(kind, lambda _row: Progress(finished=True), queue=queue)
        Work.objects.bulk_create(Work(kind=kind, subject_id=number, key=f"{kind}:{number}") for number in range(3))
    work.hint_waiting(most=2)
    assert sorted(sent) == ["documents", "documents", "imports", "imports"]


def test_unreachable_broker_gets_no_hints(broker_at: Callable[[str], None]) -> None:
    broker_at("redis://127.0.0.1:1/0")
    assert not broker.takes_more("documents")
    assert is_open()


def test_broker_is_tried_again_after_a_while(
    broker_at: Callable[[str], None], deaf: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    broker_at(address_of(deaf))
    monkeypatch.setattr(broker, "_quiet_until", time.monotonic() - 0.001)
    assert not broker.send("core.tasks.run", [0], queue="documents")
    assert connections_to(deaf) > 0


@pytest.mark.django_db(transaction=True)
def test_work_exists_although_its_hint_was_lost(
    broker_at: Callable[[str], None], deaf: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "_kinds", {})
    work.register("test.job", lambda _row: Progress(finished=True), queue="documents")
    broker_at(address_of(deaf))
    with transaction.atomic():
        row = work.enqueue(kind="test.job", subject_id=1, key="test:1")
    assert is_open()
    assert Work.objects.filter(pk=row.pk, state="waiting").exists()


def test_web_requests_do_not_wait_long() -> None:
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    assert options["socket_timeout"] <= 1
    assert options["socket_connect_timeout"] <= 1
    assert settings.CELERY_TASK_PUBLISH_RETRY is False
