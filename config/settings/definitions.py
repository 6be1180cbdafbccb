"""All settings of an installation: name, type, default, meaning, and refused values.

Settings modules read values through `config.settings.environment`, which only allows these names. Run
`python -m config.settings.listing` to update the table in docs/operations.md and the environment in docker-compose.yml.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.settings import chat, mail, values

BASE_DIR = Path(__file__).resolve().parents[2]
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Setting:
    """Environment variable. An empty value counts as not set."""

    name: str
    read: Callable[[str], Any]  # raises ValueError with a message
    meaning: str
    default: Any = None
    # In production: whether a value is required, and a message if it is unsafe, or "".
    required: bool = False
    danger: Callable[[Any], str] = field(default=lambda _value: "")
    # Default as shown in docs/operations.md, if different from the value.
    shown: str = ""


INSTALLATION = (
    Setting(
        "SECRET_KEY",
        str,
        "50 or more random characters. Sessions, password links, webhook secrets and addresses of chat channels depend on it, "
        "so back it up",
        default="",
        required=True,
        danger=values.danger_of_key,
    ),
    Setting(
        "SECRET_KEY_FALLBACKS",
        values.keys,
        "earlier values of `SECRET_KEY` that are still accepted, comma-separated; a JSON list if a key contains a comma",
        default=[],
        danger=values.danger_of_keys,
    ),
    Setting(
        "ALLOWED_HOSTS",
        values.names,
        "hosts this installation answers to, comma-separated",
        default=[],
        required=True,
        danger=values.danger_of_hosts,
    ),
    Setting(
        "DATABASE_URL",
        values.database_url,
        "`postgresql://user@host:5432/name`. Percent-encode a password in it",
        default="postgresql://unset@127.0.0.1:1/unset",
        required=True,
        shown="–",
    ),
    Setting("DATABASE_PASSWORD", str, "password of that user, without encoding; any character is allowed", default=""),
    Setting(
        "REDIS_URL",
        values.redis_url,
        "`redis://host:6379/0`, for TLS `rediss://host:6379/0?ssl_cert_reqs=required`. Percent-encode a password in it",
        default="redis://127.0.0.1:1/0",
        required=True,
        shown="–",
    ),
    Setting("REDIS_PASSWORD", str, "password of Redis or Valkey, without encoding; any character is allowed", default=""),
    Setting(
        "EMAIL_URL",
        mail.mail_url,
        "the mail server, such as `smtps://user:password@mail.example.org`; see [mail](#mail)",
        default="smtp://localhost:25",
    ),
    Setting(
        "DEFAULT_FROM_EMAIL",
        mail.sender,
        "the sender of every e-mail, such as `Crisis desk <crisis@example.org>`",
        default="Extreme Customer Service <no-reply@localhost>",
        required=True,
    ),
    Setting(
        "SITE_URL",
        values.site_url,
        "address of this installation for links in e-mails, such as `https://crisis.example.org`",
        default="",
        shown="`https://` and the first of `ALLOWED_HOSTS`",
    ),
    Setting(
        "ECS_DATA_DIR",
        str,
        "folder for uploads until a worker has read them; shared by web and workers",
        default=str(BASE_DIR / ".data"),
        shown="`.data`; `/data` in the image",
    ),
    Setting(
        "STATIC_ROOT",
        str,
        "folder that `collectstatic` writes to and web processes serve from",
        default=str(BASE_DIR / "staticfiles"),
        shown="`staticfiles`",
    ),
    Setting("ECS_DEMO_ALLOWED", values.switch, "allow `seed_demo` to add people who share a known password", default=False),
    Setting(
        "ECS_DEBUG",
        values.switch,
        "show error pages with details, for development",
        default=False,
        danger=values.danger_of_debug,
    ),
    Setting(
        "ECS_PSEUDO_LANGUAGE",
        str,
        "`en-xa` or `ar-xb` with `make pseudo`, for testers: every translatable text accented and longer, or mirrored too",
        default="",
        danger=values.danger_of_pseudo_language,
    ),
)

WEB = (
    Setting("SECURE_SSL_REDIRECT", values.switch, "redirect HTTP to HTTPS", default=True),
    Setting(
        "BEHIND_PROXY",
        values.switch,
        "whether a proxy sets `X-Forwarded-Proto` and `X-Forwarded-For`. Without one, visitors can forge these headers",
        default=True,
    ),
    Setting(
        "CSRF_TRUSTED_ORIGINS",
        values.origins,
        "origins that forms may be sent from, comma-separated",
        default=[],
        shown="`https://` and each of `ALLOWED_HOSTS`",
    ),
    Setting(
        "SECURE_HSTS_SECONDS", values.whole, "how many seconds browsers insist on HTTPS; 0 turns it off", default=31_536_000
    ),
    Setting(
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
        values.switch,
        "the same for all subdomains. Turn this on only if all of them use HTTPS",
        default=False,
    ),
    Setting("SECURE_HSTS_PRELOAD", values.switch, "allow browsers to ship this rule built in; hard to reverse", default=False),
    Setting("WEB_CONCURRENCY", values.at_least_one, "web processes of each gunicorn", default=2),
    Setting("WEB_THREADS", values.at_least_one, "threads of each web process, each with a database connection", default=8),
    Setting(
        "ECS_BROKER_PATIENCE",
        values.seconds,
        "seconds a web request waits for the broker. Workers and beat use 30",
        default=0.25,
    ),
)

SIGN_IN = (
    Setting(
        "SIGN_IN_FAILURES_PER_ADDRESS",
        values.at_least_one,
        "failed sign-ins allowed per hour from one client address; see [sign-in](#sign-in)",
        default=50,
    ),
    Setting("OIDC_NAME", str, "name of your OpenID Connect provider on the sign-in page", default=""),
    Setting("OIDC_ISSUER", values.issuer, "address of the provider, such as `https://login.example.org`", default=""),
    Setting("OIDC_CLIENT_ID", str, "client ID of this installation at the provider", default=""),
    Setting("OIDC_CLIENT_SECRET", str, "client secret for that ID", default=""),
)

IMPORTS = (
    Setting("IMPORT_MAX_BYTES", values.at_least_one, "maximum size of a file (250 MB)", default=250 * MEBIBYTE),
    Setting("IMPORT_MAX_ROWS", values.at_least_one, "maximum rows in a file", default=5_000_000),
    Setting("IMPORT_MAX_CELL_LENGTH", values.at_least_one, "maximum characters in a cell", default=32_768),
    Setting("IMPORT_MAX_COLUMNS", values.at_least_one, "maximum columns in a file", default=200),
    Setting(
        "IMPORT_MAX_UNPACKED_BYTES", values.at_least_one, "maximum size of an unpacked workbook (1 GB)", default=1024 * MEBIBYTE
    ),
    Setting(
        "IMPORT_MAX_TEXTS_BYTES", values.at_least_one, "maximum size of a workbook's text table (64 MB)", default=64 * MEBIBYTE
    ),
    Setting(
        "EVALUATIONS_MAX_BYTES", values.at_least_one, "maximum size of a file of evaluations (50 MB)", default=50 * MEBIBYTE
    ),
    Setting("EVALUATIONS_MAX_ROWS", values.at_least_one, "maximum rows in a file of evaluations", default=20_000),
    Setting(
        "AUDIT_SECONDS_AFTER_ASKING", values.whole, "answers within this many seconds look like an email scanner's", default=5
    ),
    Setting(
        "AUDIT_ANSWERS_AT_ONE_MOMENT",
        values.at_least_one,
        "this many answers in the same second look like an email scanner's",
        default=10,
    ),
    Setting("AUDIT_DAYS_AFTER_CONTACT", values.whole, "answers after this many days are listed as late", default=30),
)

NOTICES = (
    Setting(
        "NOTICES_DAILY_LIMIT",
        values.at_least_one,
        "e-mails about notifications that a person gets in a day, without emergencies; the rest come in one e-mail",
        default=6,
    ),
    Setting(
        "NOTICES_SHORT_SUBJECTS",
        values.switch,
        "subjects and first lines of e-mails don't show the message, so that a locked phone shows no content. Messages in chat "
        "channels then contain only the kind and a link",
        default=True,
    ),
    Setting(
        "NOTICES_CHAT_ALLOWED",
        chat.destinations,
        "chat services and servers that administrators may add channels of, such as `slack, ntfys://ntfy.example.org`; see "
        "[chat](#chat)",
        default=[],
        shown="none: chat is off",
    ),
    Setting(
        "NOTICES_CHAT_NETWORKS",
        chat.networks,
        "private networks that chat servers may be in, such as `10.20.0.0/16`, comma-separated",
        default=[],
    ),
)

RETENTION = (
    Setting(
        "RETENTION_RESPONSES_MONTHS",
        values.whole,
        "whole months that contacts and responses are kept; 0 keeps them forever",
        default=13,
    ),
    Setting(
        "RETENTION_COMMENTS_MONTHS",
        values.whole,
        "the same for comments; a comment is deleted with its contact at the latest",
        default=13,
    ),
    Setting("RETENTION_TRANSCRIPTS_MONTHS", values.whole, "the same for transcripts", default=6),
    Setting("RETENTION_RECORDINGS_MONTHS", values.whole, "the same for links to recordings", default=6),
    Setting(
        "RETENTION_WAITING_DAYS",
        values.whole,
        "days an unpublished import waits before it is deleted; 0 keeps it forever",
        default=30,
    ),
    Setting(
        "RETENTION_WORK_DAYS", values.whole, "days that finished background work stays listed; 0 keeps it forever", default=30
    ),
    Setting(
        "RETENTION_READ_NOTIFICATIONS_DAYS",
        values.whole,
        "days that read notifications are kept; 0 keeps them forever",
        default=90,
    ),
    Setting("RETENTION_UNREAD_NOTIFICATIONS_DAYS", values.whole, "the same for unread notifications", default=365),
    Setting(
        "RETENTION_LOOKS_DAYS",
        values.whole,
        "days that people can see who viewed their record; 0 keeps it forever",
        default=365,
    ),
    Setting(
        "RETENTION_DRAFTS_DAYS",
        values.whole,
        "days that form drafts are kept after the last change; 0 keeps them forever",
        default=30,
    ),
    Setting(
        "RETENTION_SUGGESTIONS_DAYS",
        values.whole,
        "days after the answer that original texts of suggestions and messages about them are kept; 0 keeps them forever",
        default=90,
    ),
    Setting(
        "RETENTION_PULSE_DAYS",
        values.within_a_year,
        "days that pulse answers, and wishes for a break, are kept, at most 365",
        default=180,
    ),
    Setting(
        "RETENTION_SCRIPT_USES_DAYS",
        values.whole,
        "days that uses of scripts are kept; 0 keeps them forever",
        default=180,
    ),
    Setting(
        "RETENTION_QUIZZES_DAYS",
        values.whole,
        "days that results of quizzes and answers to recall questions are kept; 0 keeps them forever",
        default=365,
    ),
)

API = (
    Setting("API_MAX_BODY_BYTES", values.at_least_one, "maximum size of a request body (10 MB)", default=10 * MEBIBYTE),
    Setting("API_MAX_RECORDS", values.at_least_one, "maximum records in a batch", default=1000),
    Setting("API_CALLS_PER_MINUTE", values.at_least_one, "calls per minute for each token and each webhook", default=600),
    Setting(
        "API_FAILURES_PER_MINUTE",
        values.at_least_one,
        "calls per minute without a valid token, for each client address",
        default=30,
    ),
    Setting("API_ANSWERS_KEPT_HOURS", values.at_least_one, "hours that repeated requests are recognised", default=48),
    Setting("WEBHOOK_TOLERANCE_SECONDS", values.at_least_one, "seconds that the clocks may differ", default=300),
    Setting("WEBHOOK_GATHER_SECONDS", values.whole, "seconds that deliveries are collected into one import", default=300),
)

GROUPS = {
    "The installation": INSTALLATION,
    "Web": WEB,
    "Sign-in": SIGN_IN,
    "Imports and their audit": IMPORTS,
    "E-mails and chat messages about notifications": NOTICES,
    "How long records are kept": RETENTION,
    "The API": API,
}
SETTINGS = {setting.name: setting for group in GROUPS.values() for setting in group}
