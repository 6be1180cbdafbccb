"""Celery tasks of the project. They take ids or nothing, and hold no logic."""

from celery import shared_task

from core import mail_outbox, mail_runs
from core import tick as ticking
from core import work as working


@shared_task
def run(work_id: int) -> None:
    """Continue a piece of background work."""
    working.run(work_id)


@shared_task
def send_mail() -> None:
    """Send due e-mails."""
    mail_runs.run()


@shared_task
def tick() -> None:
    """Run the tick."""
    ticking.run()


@shared_task
def hint() -> None:
    """Hint workers again about waiting work and due e-mails."""
    working.hint_waiting(most=20)
    mail_outbox.hint_due()
