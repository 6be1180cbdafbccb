"""Settings of the test suite: the same servers and code as in production, with fast password hashing."""

import os

from config.settings.base import *  # noqa: F403 - a settings module is its base plus what differs
from config.settings.base import INSTALLED_APPS, REDIS_URL
from config.settings.celery import CELERY_BEAT_SCHEDULE
from config.settings.environment import env
from config.settings.mail import mail_settings

INSTALLED_APPS = [*INSTALLED_APPS, "devservers"]
SECRET_KEY = "for-the-tests-only"  # noqa: S105 - signs nothing outside the suite
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SITE_URL = "https://crisis.example.org"
DEFAULT_FROM_EMAIL = "Crisis desk <desk@example.org>"
# Workers of a test use the test's own mail server.
if os.environ.get("EMAIL_URL"):
    globals().update(mail_settings(env.text("EMAIL_URL")))
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# Each test process gets its own broker database, so that parallel tests don't take each other's messages.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
if os.environ.get("ECS_REDIS_DATABASE") != "as-is":
    REDIS_URL = CELERY_BROKER_URL = f"{REDIS_URL.rsplit('/', 1)[0]}/{int(_worker) % 15}"

# Tests wait for a real beat.
CELERY_BEAT_SCHEDULE = {name: {**entry, "schedule": 2} for name, entry in CELERY_BEAT_SCHEDULE.items()}

env.insist()
