"""The Celery tasks of the project: ids in, one function called, nothing else."""

from celery import shared_task

from core import tick as ticking
from core import work as working


@shared_task
def run(work_id: int) -> None:
    """Go on with one piece of leased work."""
    working.run(work_id)


@shared_task
def tick() -> None:
    """Bring about what time has brought."""
    ticking.run()


@shared_task
def hint() -> None:
    """Tell workers again of work that nobody holds."""
    working.hint_waiting(most=20)
