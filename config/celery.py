"""The Celery application. Redis only carries hints: every fact is a row, so a lost message loses nothing."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init
from kombu.transport.redis import Channel

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

# A worker that lost the broker would give the messages it has not begun back over the connection that is gone, fail in that,
# and end instead of connecting again. They are hints, and are repeated anyway.
Channel.do_restore = False

app = Celery("ecs")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_init.connect
def tick_at_once(**_signal: Any) -> None:
    """Do not let the tick wait for a whole interval after beat was down."""
    from core.broker import send

    send("core.tasks.tick", [], queue="tick")
