"""Background work with steps defined by tests."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core import clock, work
from core.models import Work
from core.work import Progress

Step = Callable[[Work], Progress]


class Job:
    """Kind of work with steps defined by a test. `done` counts the calls."""

    def __init__(self) -> None:
        self.done = 0
        self.step: Step = self.three_steps

    def three_steps(self, row: Work) -> Progress:
        number = row.cursor.get("number", 0) + 1
        return Progress(finished=number == 3, cursor={"number": number}, done_units=number, total_units=3)

    def __call__(self, row: Work) -> Progress:
        self.done += 1
        return self.step(row)


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> Job:
    """Work of the kind `test.job`, without hints."""
    monkeypatch.setattr(work, "_kinds", {})
    monkeypatch.setattr("core.broker.send", lambda *_args, **_options: True)
    steps = Job()
    work.register("test.job", steps, queue="documents")
    return steps


def enqueued(key: str = "test:1") -> Work:
    return work.enqueue(kind="test.job", subject_id=1, key=key)


def later(seconds: float) -> Any:
    return clock.travel(timezone.now() + timedelta(seconds=seconds))
