"""The Celery application. Redis only carries hints: every fact is a row, so a lost message loses nothing."""

import os

from celery import Celery
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

from django.conf import settings

QUEUES = ("tick", "imports", "documents", "delivery")
TICK_SECONDS = 30

app = Celery("ecs")
app.conf.update(
    broker_url=settings.REDIS_URL,
    # ECS_BROKER_PATIENCE is set by workers and beat, who may wait; a web request must not (about a second at most).
    broker_transport_options={
        "visibility_timeout": settings.WORK_HARD_SECONDS * 2,
        "socket_timeout": float(os.environ.get("ECS_BROKER_PATIENCE", "0.25")),
        "socket_connect_timeout": float(os.environ.get("ECS_BROKER_PATIENCE", "0.25")),
        "retry_on_timeout": False,
    },
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    result_backend=None,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_publish_retry=False,
    task_soft_time_limit=settings.WORK_SOFT_SECONDS + 30,
    task_time_limit=settings.WORK_HARD_SECONDS,
    task_default_queue="tick",
    task_queues=[Queue(name) for name in QUEUES],
    task_create_missing_queues=False,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    beat_schedule={
        "tick": {
            "task": "core.tasks.tick",
            "schedule": TICK_SECONDS,
            "options": {"queue": "tick", "expires": TICK_SECONDS - 5},
        }
    },
    timezone="UTC",
)
app.autodiscover_tasks()
