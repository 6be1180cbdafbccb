"""Settings of the test suite: the same servers and code as everywhere, with cheap password hashing."""

from config.settings.base import *  # noqa: F403 - a settings module is its base plus what differs

SECRET_KEY = "for-the-tests-only"  # noqa: S105 - signs nothing outside the suite
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
