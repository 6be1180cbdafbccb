"""Settings shared by every environment.

The servers' addresses always come from ``DATABASE_URL`` and ``REDIS_URL``. Where nobody set them,
`core.embedded` starts the project's own servers and sets them before Django loads.
"""

from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONCE, NONE, SELF
from environs import Env
from kombu import Exchange, Queue

django_stubs_ext.monkeypatch()

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(env.str("ECS_DATA_DIR", default=str(BASE_DIR / ".data"))).resolve()
# Uploads wait here until a worker has read them.
MEDIA_ROOT = DATA_DIR / "uploads"

DEBUG = False
ALLOWED_HOSTS: list[str] = ["localhost", "127.0.0.1", "[::1]"]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

INSTALLED_APPS = [
    "desk",
    "crisis",
    "recognition",
    "quality",
    "scripts_library",
    "feedback",
    "people",
    "journal",
    "core",
    "allauth",
    "allauth.account",
    "django_htmx",
    "ninja",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every view asks for a sign-in unless it says otherwise with @login_not_required.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "people.middleware.ReadersZoneMiddleware",
    "core.middleware.PrivatePagesMiddleware",
    "core.middleware.RefusalMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "desk.navigation.navigation",
            ],
            "builtins": ["core.templatetags.ecs", "django.templatetags.i18n"],
        },
    },
]


def _server_options(**options: str) -> str:
    """Settings of the database's session, as part of its address."""
    return " ".join(f"-c {name}={value}" for name, value in options.items())


DATABASES: dict[str, Any] = {
    "default": env.dj_db_url(
        "DATABASE_URL", default="postgresql://unset@127.0.0.1:1/unset", conn_max_age=60, conn_health_checks=True
    )
}
DATABASES["default"].setdefault("OPTIONS", {}).update(
    # A request never waits without end for a lock or a dead server.
    connect_timeout=5,
    keepalives_idle=10,
    keepalives_interval=5,
    keepalives_count=3,
    tcp_user_timeout=25_000,
    options=_server_options(
        lock_timeout="20s",
        idle_in_transaction_session_timeout="300s",
        # What a worker held when it was killed, or its machine vanished, is free again within seconds: the server notices
        # that its client is gone, even in the middle of a long statement.
        client_connection_check_interval="2s",
        tcp_keepalives_idle="10",
        tcp_keepalives_interval="5",
        tcp_keepalives_count="3",
        tcp_user_timeout="25000",
    ),
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:1/0")

# Redis may lose everything at any moment, so nothing that matters is kept there.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_ADAPTER = "people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "people.sign_in_forms.SignInForm",
    "reset_password": "people.sign_in_forms.AskForNewPasswordForm",
    "reset_password_from_key": "people.sign_in_forms.NewPasswordForm",
    "set_password": "people.sign_in_forms.FirstPasswordForm",
    "change_password": "people.sign_in_forms.ChangePasswordForm",
    "reauthenticate": "people.sign_in_forms.ConfirmPasswordForm",
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = "config.formats"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = BASE_DIR / "staticfiles"
STATICFILES_DIRS: list[Any] = [
    BASE_DIR / "static",
    ("vendor/tabler/css", BASE_DIR / "node_modules/@tabler/core/dist/css"),
    ("vendor/tabler/js", BASE_DIR / "node_modules/@tabler/core/dist/js"),
    ("vendor/chart.js", BASE_DIR / "node_modules/chart.js/dist"),
]
ICONS_DIR = BASE_DIR / "node_modules/@tabler/icons/icons"

# Large files go straight to disk; `feedback` checks its own, lower limits before anything is parsed.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}

# What a file may be at most and where the audit draws its lines: an installation may say otherwise, else the code's own hold.
_FIGURES = (
    "IMPORT_MAX_BYTES", "IMPORT_MAX_ROWS", "IMPORT_MAX_CELL_LENGTH", "IMPORT_MAX_COLUMNS", "IMPORT_MAX_UNPACKED_BYTES",
    "IMPORT_MAX_TEXTS_BYTES", "EVALUATIONS_MAX_BYTES", "EVALUATIONS_MAX_ROWS",
    "AUDIT_SECONDS_AFTER_ASKING", "AUDIT_ANSWERS_AT_ONE_MOMENT", "AUDIT_DAYS_AFTER_CONTACT",
)  # fmt: skip
globals().update({name: env.int(name) for name in _FIGURES if env.str(name, default="")})

# For how many whole months before the present one feedback is kept; 0 is without end. What was counted of it stays.
RETENTION_RESPONSES_MONTHS = env.int("RETENTION_RESPONSES_MONTHS", default=13)
RETENTION_COMMENTS_MONTHS = env.int("RETENTION_COMMENTS_MONTHS", default=13)
RETENTION_TRANSCRIPTS_MONTHS = env.int("RETENTION_TRANSCRIPTS_MONTHS", default=6)
RETENTION_RECORDINGS_MONTHS = env.int("RETENTION_RECORDINGS_MONTHS", default=6)
# For how many days an import may wait for a person before it is discarded; 0 is without end.
RETENTION_WAITING_DAYS = env.int("RETENTION_WAITING_DAYS", default=30)

# How long one run of background work may take before it is continued by another.
WORK_SOFT_SECONDS = 60
# Publishing a large import is one long step, so the limit that ends a run by force is far away.
WORK_HARD_SECONDS = 3600

# The API. What is larger than allowed is refused before it is parsed.
API_MAX_BODY_BYTES = env.int("API_MAX_BODY_BYTES", default=10 * 1024 * 1024)
API_MAX_RECORDS = env.int("API_MAX_RECORDS", default=1000)
API_CALLS_PER_MINUTE = env.int("API_CALLS_PER_MINUTE", default=600)
API_FAILURES_PER_MINUTE = env.int("API_FAILURES_PER_MINUTE", default=30)
API_ANSWERS_KEPT_HOURS = env.int("API_ANSWERS_KEPT_HOURS", default=48)
WEBHOOK_TOLERANCE_SECONDS = env.int("WEBHOOK_TOLERANCE_SECONDS", default=300)
WEBHOOK_GATHER_SECONDS = env.int("WEBHOOK_GATHER_SECONDS", default=300)

TICK_SECONDS = 30
# How often workers are told of work that nobody holds, such as that of a worker that stopped.
HINT_SECONDS = 5

# Whether `seed_demo` may fill an empty database with an invented contact centre.
DEMO_ALLOWED = True

# ECS_BROKER_PATIENCE is set for workers and beat, who may wait; a web request must not, so it gives up early.
_patience = env.float("ECS_BROKER_PATIENCE", default=0.25)
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": WORK_HARD_SECONDS * 2,
    "socket_timeout": _patience,
    "socket_connect_timeout": _patience,
    "retry_on_timeout": False,
    # Publishing tries once: kombu would otherwise go on for four more seconds, and the tick repeats every hint anyway.
    "max_retries": 0,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
# A message is only a hint, and hints are repeated, so it is acknowledged when it is read. Done late, over a connection that was
# lost meanwhile, it would end the worker: after a restart of the broker work went on 25 seconds later instead of 5.
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_SOFT_TIME_LIMIT = WORK_HARD_SECONDS - 60
CELERY_TASK_TIME_LIMIT = WORK_HARD_SECONDS
CELERY_TASK_DEFAULT_QUEUE = "tick"
# Each with an exchange and key of its own: with Celery's defaults every queue would get every message.
CELERY_TASK_QUEUES = [Queue(name, Exchange(name), routing_key=name) for name in ("tick", "imports", "documents", "delivery")]
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "tick": {
        "task": "core.tasks.tick",
        "schedule": TICK_SECONDS,
        # A tick nobody took in time is worthless: the next one does the same.
        "options": {"queue": "tick", "expires": TICK_SECONDS - 5},
    },
    "hint": {
        "task": "core.tasks.hint",
        "schedule": HINT_SECONDS,
        "options": {"queue": "tick", "expires": HINT_SECONDS - 1},
    },
}
