"""Settings of a real installation. They refuse to start, and say why, when something is missing or unsafe."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403 - a settings module is its base plus what differs
from config.settings.base import env
from config.settings.mail import mail_settings, sender

MINIMUM_KEY_LENGTH = 50
REQUIRED = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "DEFAULT_FROM_EMAIL")

_missing = [name for name in REQUIRED if not env.str(name, default="")]
if _missing:
    raise ImproperlyConfigured(f"Set {', '.join(_missing)} in the environment; see docs/operations.md.")

SECRET_KEY = env.str("SECRET_KEY")
if len(SECRET_KEY) < MINIMUM_KEY_LENGTH:
    raise ImproperlyConfigured(f"SECRET_KEY needs at least {MINIMUM_KEY_LENGTH} random characters.")

# Older keys, with which what they signed or encrypted can still be read.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])

# A demo has sign-ins with one password for all: never in an installation with real people, unless somebody says so.
DEMO_ALLOWED = env.bool("ECS_DEMO_ALLOWED", default=False)

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts this installation answers to, not *.")

CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[f"https://{host}" for host in ALLOWED_HOSTS])
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=True) else None
# Rate limits count visitors, not the proxy in front of them.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PROXY_SSL_HEADER else 0
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
globals().update(mail_settings(env.str("EMAIL_URL", default="smtp://localhost:25")))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = sender(env.str("DEFAULT_FROM_EMAIL"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
