"""Settings of the test suite: the same servers and code as everywhere, with cheap password hashing."""

from config.settings.base import *  # noqa: F403 - a settings module is its base plus what differs
from config.settings.base import CELERY_BEAT_SCHEDULE, REDIS_URL, env
from config.settings.mail import mail_settings

SECRET_KEY = "for-the-tests-only"  # noqa: S105 - signs nothing outside the suite
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_FROM_EMAIL = "Crisis desk <desk@example.org>"
# Workers of a test send to the test's own mail server.
if _email_url := env.str("EMAIL_URL", default=""):
    globals().update(mail_settings(_email_url))
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# Tests that run side by side must not take each other's messages: each gets a database of the broker.
_worker = env.str("PYTEST_XDIST_WORKER", default="gw0").removeprefix("gw")
if env.str("ECS_REDIS_DATABASE", default="") != "as-is":
    REDIS_URL = CELERY_BROKER_URL = f"{REDIS_URL.rsplit('/', 1)[0]}/{int(_worker) % 15}"

# A real beat in a test is waited for.
CELERY_BEAT_SCHEDULE = {name: {**entry, "schedule": 2} for name, entry in CELERY_BEAT_SCHEDULE.items()}
