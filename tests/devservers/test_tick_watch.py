"""The supervisor runs the tick if it is late."""

import pytest
from django.db import OperationalError

from devservers import supervision
from devservers.supervision import TickWatch

# The watch closes old connections, and another test may have left one.
pytestmark = pytest.mark.django_db


class Ticks:
    """Replacement for `core.tick`, which has its own tests."""

    def __init__(self, seconds: float | None) -> None:
        self.seconds = seconds
        self.run_count = 0

    def seconds_since_last(self) -> float | None:
        return self.seconds

    def run(self) -> None:
        self.run_count += 1


@pytest.mark.parametrize(("seconds", "expected"), [(None, 1), (91.0, 1), (89.0, 0)])
def test_tick_runs_only_when_it_is_late(seconds: float | None, expected: int, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = Ticks(seconds)
    monkeypatch.setattr(supervision, "tick", ticks)
    TickWatch().look()
    assert ticks.run_count == expected


def test_unreachable_database_does_not_end_the_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = Ticks(None)

    def refuse() -> None:
        raise OperationalError

    monkeypatch.setattr(ticks, "run", refuse)
    monkeypatch.setattr(supervision, "tick", ticks)
    TickWatch().look()
