"""Settings shared by every environment. `config.settings.definitions` has the settings of an installation.

The servers' addresses always come from ``DATABASE_URL`` and ``REDIS_URL``. If they are unset,
`devservers` starts the embedded servers and sets them before Django loads.
"""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONCE, NONE, SELF

from config.settings.celery import *  # noqa: F403 - the settings of background work, by name
from config.settings.environment import env
from config.settings.openid import openid_providers

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(env.text("ECS_DATA_DIR")).resolve()
# Uploads wait here until a worker has read them.
MEDIA_ROOT = DATA_DIR / "uploads"

# Earlier keys, still accepted while SECRET_KEY is being replaced.
SECRET_KEY_FALLBACKS = env.names("SECRET_KEY_FALLBACKS")

DEBUG = False
ALLOWED_HOSTS: list[str] = ["localhost", "127.0.0.1", "[::1]"]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

INSTALLED_APPS = [
    "desk",
    "protocol",
    "selection",
    "crisis",
    "care",
    "recognition",
    "quality",
    "training",
    "scripts_library",
    "feedback",
    "intake",
    "notices",
    "people",
    "journal",
    "core",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "ninja",
    "pgtrigger",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    # Templates of widgets.
    "django.forms",
]

MIDDLEWARE = [
    # First, because probes use addresses and plain HTTP, which later middleware would refuse or redirect.
    "core.probes.ProbesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.lost_connections.LostConnectionsMiddleware",
    "core.request_cache.ReadingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every view requires a sign-in unless it has @login_not_required.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "people.middleware.ReadersZoneMiddleware",
    "people.middleware.SecondFactorMiddleware",
    "core.middleware.PrivatePagesMiddleware",
    "core.middleware.RefusalMiddleware",
    # Last, so that its transaction contains only the view.
    "core.sent_forms.SentFormsMiddleware",
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
            "builtins": [
                "core.templatetags.ecs",
                "feedback.templatetags.csat",
                "people.templatetags.last_days",
                "quality.templatetags.quality_scores",
                "scripts_library.templatetags.script_texts",
                "django.templatetags.i18n",
            ],
        },
    },
]
FORM_RENDERER = "core.forms.FormRenderer"


def _server_options(**options: str) -> str:
    """Session settings of the database, as part of its URL."""
    return " ".join(f"-c {name}={value}" for name, value in options.items())


DATABASES: dict[str, Any] = {"default": env.database()}
_of_the_url = DATABASES["default"].setdefault("OPTIONS", {})
_of_the_url.update(
    # Limits how long a request waits for a lock or a dead server.
    connect_timeout=5,
    keepalives_idle=10,
    keepalives_interval=5,
    keepalives_count=3,
    tcp_user_timeout=25_000,
    # Prepare at first use, for the cursors of `core.prepared_statements`. Django's own bind on the client.
    prepare_threshold=0,
    options=f"{_of_the_url.get('options', '')} "
    + _server_options(
        lock_timeout="20s",
        # One plan for all values of a prepared statement.
        plan_cache_mode="force_generic_plan",
        idle_in_transaction_session_timeout="300s",
        # Locks of a killed worker, or of a lost machine, are released within seconds, because the server notices
        # that its client is gone, even during a long statement.
        client_connection_check_interval="2s",
        tcp_keepalives_idle="10",
        tcp_keepalives_interval="5",
        tcp_keepalives_count="3",
        tcp_user_timeout="25000",
    ),
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.redis()

# Redis can lose its data at any time, so it stores nothing important.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        # Above this number Django deletes live entries, such as counted sign-in attempts. The tick deletes
        # expired ones instead.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000_000},
    }
}

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
# Code that is required besides the password while an address is under attack; see people/sign_in_limits.py.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
SIGN_IN_FAILURES_PER_ADDRESS = env.number("SIGN_IN_FAILURES_PER_ADDRESS")
# Attempts of a second factor, per person. people/sign_in_limits.py counts those of passwords. The limit per address is high,
# because hundreds of people can start their shift within minutes behind one address.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key", "login": "300/m/ip"}
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "people.sign_in_forms.SignInForm",
    "reset_password": "people.sign_in_forms.AskForNewPasswordForm",
    "reset_password_from_key": "people.sign_in_forms.NewPasswordForm",
    "set_password": "people.sign_in_forms.FirstPasswordForm",
    "change_password": "people.sign_in_forms.ChangePasswordForm",
    "reauthenticate": "people.sign_in_forms.ConfirmPasswordForm",
    "confirm_login_code": "people.sign_in_forms.ConfirmCodeForm",
}

SOCIALACCOUNT_PROVIDERS = openid_providers(env)
SOCIALACCOUNT_ADAPTER = "people.openid.OpenIdAdapter"
# A link instead of a form: the content security policy forbids forms to other hosts. The response is bound to the session.
SOCIALACCOUNT_LOGIN_ON_GET = True

DEFAULT_FROM_EMAIL = SERVER_EMAIL = "Extreme Customer Service <no-reply@localhost>"

MFA_ADAPTER = "people.second_factors.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Extreme Customer Service"
# Accept one code before and after, for clocks that are half a minute off.
MFA_TOTP_TOLERANCE = 1
# Administrators enter addresses, so people needn't confirm them.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "people.second_factor_forms.CodeForm",
    "reauthenticate": "people.second_factor_forms.ConfirmByCodeForm",
    "activate_totp": "people.second_factor_forms.ActivateAppForm",
    "authenticate_webauthn": "people.second_factor_forms.UsePasskeyForm",
    "reauthenticate_webauthn": "people.second_factor_forms.ConfirmByPasskeyForm",
    "login_webauthn": "people.second_factor_forms.SignInByPasskeyForm",
    "add_webauthn": "people.second_factor_forms.AddPasskeyForm",
    "edit_webauthn": "people.second_factor_forms.RenamePasskeyForm",
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = "config.formats"
USE_TZ = True


def _folder_of(package: str) -> Path:
    spec = find_spec(package)
    assert spec is not None and spec.origin is not None  # noqa: PT018, S101 - it is a dependency
    return Path(spec.origin).parent


STATIC_URL = "/static/"
STATIC_ROOT: str | None = env.text("STATIC_ROOT")
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder", "core.static_files.PackageFilesFinder"]
NODE_MODULES = BASE_DIR / "node_modules"
# Only files that pages load, with their source maps. `static` folders of apps are not searched.
STATIC_PACKAGE_FILES: list[tuple[str, Path, tuple[str, ...]]] = [
    (
        "vendor/tabler",
        NODE_MODULES / "@tabler/core/dist",
        (
            "css/tabler.min.css", "css/tabler.min.css.map", "css/tabler.rtl.min.css", "css/tabler.rtl.min.css.map",
            "js/tabler.min.js", "js/tabler.min.js.map",
        ),
    ),
    ("mfa/js", _folder_of("allauth") / "mfa/static/mfa/js", ("webauthn-json.js",)),
    ("django_htmx", _folder_of("django_htmx") / "static/django_htmx", ("htmx-2.min.js", "django-htmx.js")),
    ("ninja", _folder_of("ninja") / "static/ninja", ("swagger-ui.css", "swagger-ui.css.map", "swagger-ui-bundle.js")),
]  # fmt: skip
ICONS_DIR = NODE_MODULES / "@tabler/icons/icons"

# Large files go straight to disk; `intake` checks its own, lower limits before anything is parsed.
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
    "filters": {"without_anonymous_routes": {"()": "core.anonymous_routes.WithoutAnonymousRoutes"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_anonymous_routes"]},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # Apprise and the libraries that it posts with log the secret addresses of chat channels. `notices` logs its own lines.
    "loggers": {name: {"handlers": ["nowhere"], "propagate": False} for name in ("apprise", "requests", "urllib3")},
}

# E-mails about notifications, with links to this address of the installation.
SITE_URL = env.text("SITE_URL")
NOTICES_DAILY_LIMIT = env.number("NOTICES_DAILY_LIMIT")
NOTICES_SHORT_SUBJECTS = env.switch("NOTICES_SHORT_SUBJECTS")
# Chat channels.
NOTICES_CHAT_ALLOWED = env.names("NOTICES_CHAT_ALLOWED")
NOTICES_CHAT_NETWORKS = env.names("NOTICES_CHAT_NETWORKS")
# Folder of sent e-mails that administrators can read, in the demo only.
DEMO_MAIL_DIR: Path | None = None

# Limits of files, and thresholds of the audit of responses.
IMPORT_MAX_BYTES = env.number("IMPORT_MAX_BYTES")
IMPORT_MAX_ROWS = env.number("IMPORT_MAX_ROWS")
IMPORT_MAX_CELL_LENGTH = env.number("IMPORT_MAX_CELL_LENGTH")
IMPORT_MAX_COLUMNS = env.number("IMPORT_MAX_COLUMNS")
IMPORT_MAX_UNPACKED_BYTES = env.number("IMPORT_MAX_UNPACKED_BYTES")
IMPORT_MAX_TEXTS_BYTES = env.number("IMPORT_MAX_TEXTS_BYTES")
EVALUATIONS_MAX_BYTES = env.number("EVALUATIONS_MAX_BYTES")
EVALUATIONS_MAX_ROWS = env.number("EVALUATIONS_MAX_ROWS")
AUDIT_SECONDS_AFTER_ASKING = env.number("AUDIT_SECONDS_AFTER_ASKING")
AUDIT_ANSWERS_AT_ONE_MOMENT = env.number("AUDIT_ANSWERS_AT_ONE_MOMENT")
AUDIT_DAYS_AFTER_CONTACT = env.number("AUDIT_DAYS_AFTER_CONTACT")

# How long feedback and finished records are kept. Scores calculated from feedback stay.
RETENTION_RESPONSES_MONTHS = env.number("RETENTION_RESPONSES_MONTHS")
RETENTION_COMMENTS_MONTHS = env.number("RETENTION_COMMENTS_MONTHS")
RETENTION_TRANSCRIPTS_MONTHS = env.number("RETENTION_TRANSCRIPTS_MONTHS")
RETENTION_RECORDINGS_MONTHS = env.number("RETENTION_RECORDINGS_MONTHS")
RETENTION_WAITING_DAYS = env.number("RETENTION_WAITING_DAYS")
RETENTION_WORK_DAYS = env.number("RETENTION_WORK_DAYS")
RETENTION_READ_NOTIFICATIONS_DAYS = env.number("RETENTION_READ_NOTIFICATIONS_DAYS")
RETENTION_UNREAD_NOTIFICATIONS_DAYS = env.number("RETENTION_UNREAD_NOTIFICATIONS_DAYS")
RETENTION_LOOKS_DAYS = env.number("RETENTION_LOOKS_DAYS")
RETENTION_DRAFTS_DAYS = env.number("RETENTION_DRAFTS_DAYS")
RETENTION_SUGGESTIONS_DAYS = env.number("RETENTION_SUGGESTIONS_DAYS")
RETENTION_PULSE_DAYS = env.number("RETENTION_PULSE_DAYS")
RETENTION_SCRIPT_USES_DAYS = env.number("RETENTION_SCRIPT_USES_DAYS")
RETENTION_QUIZZES_DAYS = env.number("RETENTION_QUIZZES_DAYS")

# The API.
API_MAX_BODY_BYTES = env.number("API_MAX_BODY_BYTES")
API_MAX_RECORDS = env.number("API_MAX_RECORDS")
API_CALLS_PER_MINUTE = env.number("API_CALLS_PER_MINUTE")
API_FAILURES_PER_MINUTE = env.number("API_FAILURES_PER_MINUTE")
API_ANSWERS_KEPT_HOURS = env.number("API_ANSWERS_KEPT_HOURS")
WEBHOOK_TOLERANCE_SECONDS = env.number("WEBHOOK_TOLERANCE_SECONDS")
WEBHOOK_GATHER_SECONDS = env.number("WEBHOOK_GATHER_SECONDS")

# Whether `seed_demo` may fill an empty database with a fictional contact centre.
DEMO_ALLOWED = True
