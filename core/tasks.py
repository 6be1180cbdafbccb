"""Celery tasks of the project. Each takes ids and calls one function."""

from celery import shared_task

from core import tick as ticking
from core import work as working


@shared_task
def run(work_id: int) -> None:
    """Continue a piece of background work."""
    working.run(work_id)


@shared_task
def tick() -> None:
    """Run the tick."""
    ticking.run()


@shared_task
def hint() -> None:
    """Hint workers again about waiting work."""
    working.hint_waiting(most=20)
