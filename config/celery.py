"""The Celery application. Redis only carries hints: every fact is a row, so a lost message loses nothing."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("ecs")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_init.connect
def tick_at_once(**_signal: Any) -> None:
    """Do not let the tick wait for a whole interval after beat was down."""
    from core.hints import send

    send("core.tasks.tick", [], queue="tick")
