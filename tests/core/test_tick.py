"""The tick: transactions of reconcilers, and a heartbeat only if all of them ran."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from core import clock, tick
from core.models import Heartbeat

YESTERDAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_other_reconcilers(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tick, "_reconcilers", {})


def trace(name: str) -> int:
    Heartbeat.objects.create(name=name, beat_at=timezone.now())
    return 1


def fail_after_a_trace() -> int:
    trace("half")
    raise RuntimeError("a bug")


def test_every_reconciler_runs_and_the_heartbeat_is_fresh() -> None:
    tick.register("first", lambda: trace("first"))
    tick.register("second", lambda: 0)
    assert tick.seconds_since_last() is None
    assert tick.run() == {"first": 1, "second": 0}
    seconds = tick.seconds_since_last()
    assert seconds is not None
    assert seconds >= 0


def test_failing_reconciler_is_rolled_back_and_does_not_stop_others() -> None:
    tick.register("good", lambda: 0)
    with clock.travel(YESTERDAY):
        tick.run()
    tick.register("bad", fail_after_a_trace)
    tick.register("after", lambda: trace("after"))
    assert tick.run() == {"good": 0, "after": 1}
    assert Heartbeat.objects.get(name=tick.HEARTBEAT).beat_at == YESTERDAY
    assert Heartbeat.objects.filter(name="after").exists()
    assert not Heartbeat.objects.filter(name="half").exists()


def test_committing_reconciler_keeps_its_work_before_a_failure() -> None:
    tick.register("steps", fail_after_a_trace, commits=True)
    assert tick.run() == {}
    assert Heartbeat.objects.filter(name="half").exists()
