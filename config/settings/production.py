"""Settings of production. They refuse to start with a message if something is missing or unsafe."""

from whitenoise.compress import Compressor

from config.settings.base import *  # noqa: F403 - a settings module is its base plus what differs
from config.settings.environment import env
from config.settings.mail import mail_settings

SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS")

# The demo's people share one password, so it isn't allowed with real people unless the operator permits it.
DEMO_ALLOWED = env.switch("ECS_DEMO_ALLOWED")

# Django writes subdomains as .example.org in hosts, and as https://*.example.org in origins.
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS") or [
    f"https://{'*' if host.startswith('.') else ''}{host}" for host in ALLOWED_HOSTS
]
SITE_URL = env.text("SITE_URL") or f"https://{(ALLOWED_HOSTS or [''])[0].lstrip('.')}"
SECURE_SSL_REDIRECT = env.switch("SECURE_SSL_REDIRECT")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.switch("BEHIND_PROXY") else None
# Rate limits must count visitors, not the proxy.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PROXY_SSL_HEADER else 0
SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS")
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.switch("SECURE_HSTS_INCLUDE_SUBDOMAINS")
SECURE_HSTS_PRELOAD = env.switch("SECURE_HSTS_PRELOAD")
# These checks require the two settings above, which also affect other sites of the organisation, so they are optional.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
globals().update(mail_settings(env.text("EMAIL_URL")))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL")
# Pages only load names with a hash. Source maps are large and only for developers.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

env.insist(production=True)
