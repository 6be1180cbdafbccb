"""The Celery application. Redis only carries hints: every fact is a row, so a lost message loses nothing."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("ecs")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
