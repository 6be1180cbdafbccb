"""The Celery application. Redis only transports hints. All facts are rows, so a lost message loses nothing."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init
from kombu.transport.redis import Channel

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

# Otherwise a worker that loses the broker would try to return unstarted messages over the broken connection, fail and exit
# instead of reconnecting. The messages are only hints and are repeated anyway.
Channel.do_restore = False

app = Celery("ecs")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_init.connect
def tick_at_once(**_signal: Any) -> None:
    """Run the tick right after beat starts, not a whole interval later."""
    from core.broker import send

    send("core.tasks.tick", [], queue="tick")
