"""Every setting an installation may make: its name, type, default, meaning, and which values are refused.

Settings modules read their values through `config.settings.environment`, which knows only names from here. The table in
docs/operations.md and the environment in docker-compose.yml are written from here by `python -m config.settings.listing`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.settings import mail, values

BASE_DIR = Path(__file__).resolve().parents[2]
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable. An empty value counts as not set."""

    name: str
    read: Callable[[str], Any]  # raises ValueError with a sentence that says what is wrong
    meaning: str
    default: Any = None
    # In production: whether there has to be a value, and a sentence that says why this one is unsafe, or "".
    required: bool = False
    danger: Callable[[Any], str] = field(default=lambda _value: "")
    # How docs/operations.md shows the default, where the value itself would not tell.
    shown: str = ""


INSTALLATION = (
    Setting(
        "SECRET_KEY",
        str,
        "50 or more random characters. It signs sessions and password links, and webhook secrets derive from it: back it up",
        default="",
        required=True,
        danger=values.danger_of_key,
    ),
    Setting(
        "SECRET_KEY_FALLBACKS",
        values.keys,
        "earlier values of `SECRET_KEY` that still count, comma-separated; as a JSON list if a key contains a comma",
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
        "`postgresql://user@host:5432/name`. A password in it is percent-encoded",
        default="postgresql://unset@127.0.0.1:1/unset",
        required=True,
        shown="–",
    ),
    Setting("DATABASE_PASSWORD", str, "password of that user, as it is: any character, nothing encoded", default=""),
    Setting(
        "REDIS_URL",
        values.redis_url,
        "`redis://host:6379/0`, for TLS `rediss://host:6379/0?ssl_cert_reqs=required`. A password in it is percent-encoded",
        default="redis://127.0.0.1:1/0",
        required=True,
        shown="–",
    ),
    Setting("REDIS_PASSWORD", str, "password of Redis or Valkey, as it is: any character, nothing encoded", default=""),
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
        "ECS_DATA_DIR",
        str,
        "folder for uploads until a worker has read them; web and workers share it",
        default=str(BASE_DIR / ".data"),
        shown="`.data`; `/data` in the image",
    ),
    Setting(
        "STATIC_ROOT",
        str,
        "folder that `collectstatic` writes and web processes serve",
        default=str(BASE_DIR / "staticfiles"),
        shown="`staticfiles`",
    ),
    Setting("ECS_DEMO_ALLOWED", values.switch, "whether `seed_demo` may add people with one known password", default=False),
    Setting(
        "ECS_DEBUG", values.switch, "error pages with details, for development", default=False, danger=values.danger_of_debug
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
    Setting("SECURE_SSL_REDIRECT", values.switch, "send visitors who come over plain HTTP to HTTPS", default=True),
    Setting(
        "BEHIND_PROXY",
        values.switch,
        "a proxy in front sets `X-Forwarded-Proto` and `X-Forwarded-For`; without one, visitors could forge them",
        default=True,
    ),
    Setting(
        "CSRF_TRUSTED_ORIGINS",
        values.origins,
        "origins forms may be sent from, comma-separated",
        default=[],
        shown="`https://` and each of `ALLOWED_HOSTS`",
    ),
    Setting("SECURE_HSTS_SECONDS", values.whole, "how long browsers insist on HTTPS; 0 turns it off", default=31_536_000),
    Setting(
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
        values.switch,
        "extend that to every subdomain. Turn it on only if all of them speak HTTPS",
        default=False,
    ),
    Setting("SECURE_HSTS_PRELOAD", values.switch, "allow browser makers to ship that rule; hard to take back", default=False),
    Setting("WEB_CONCURRENCY", values.at_least_one, "web processes of one gunicorn", default=2),
    Setting("WEB_THREADS", values.at_least_one, "threads of each web process, each with a database connection", default=8),
    Setting(
        "ECS_BROKER_PATIENCE",
        values.seconds,
        "seconds a web request waits for the broker. Workers and beat are started with 30: they may wait",
        default=0.25,
    ),
)

SIGN_IN = (
    Setting(
        "SIGN_IN_FAILURES_PER_ADDRESS",
        values.at_least_one,
        "failed sign-ins an hour from one client address; see [sign-in](#sign-in)",
        default=50,
    ),
    Setting("OIDC_NAME", str, "what your OpenID Connect provider is called on the sign-in page", default=""),
    Setting("OIDC_ISSUER", values.issuer, "the provider's address: `https://login.example.org`", default=""),
    Setting("OIDC_CLIENT_ID", str, "the id under which the provider knows this installation", default=""),
    Setting("OIDC_CLIENT_SECRET", str, "the secret of that client id", default=""),
)

IMPORTS = (
    Setting("IMPORT_MAX_BYTES", values.at_least_one, "size of a file (250 MB)", default=250 * MEBIBYTE),
    Setting("IMPORT_MAX_ROWS", values.at_least_one, "rows of a file", default=5_000_000),
    Setting("IMPORT_MAX_CELL_LENGTH", values.at_least_one, "characters of a cell", default=32_768),
    Setting("IMPORT_MAX_COLUMNS", values.at_least_one, "columns of a file", default=200),
    Setting("IMPORT_MAX_UNPACKED_BYTES", values.at_least_one, "size of an unpacked workbook (1 GB)", default=1024 * MEBIBYTE),
    Setting("IMPORT_MAX_TEXTS_BYTES", values.at_least_one, "a workbook's table of texts (64 MB)", default=64 * MEBIBYTE),
    Setting("EVALUATIONS_MAX_BYTES", values.at_least_one, "size of a file of evaluations (50 MB)", default=50 * MEBIBYTE),
    Setting("EVALUATIONS_MAX_ROWS", values.at_least_one, "rows of a file of evaluations", default=20_000),
    Setting("AUDIT_SECONDS_AFTER_ASKING", values.whole, "answers within these seconds look like a mail scanner's", default=5),
    Setting(
        "AUDIT_ANSWERS_AT_ONE_MOMENT",
        values.at_least_one,
        "this many answers in one second look like a mail scanner's",
        default=10,
    ),
    Setting("AUDIT_DAYS_AFTER_CONTACT", values.whole, "answers later than this are listed as late", default=30),
)

RETENTION = (
    Setting(
        "RETENTION_RESPONSES_MONTHS", values.whole, "whole months contacts and responses are kept; 0 keeps all", default=13
    ),
    Setting("RETENTION_COMMENTS_MONTHS", values.whole, "the same for comments; none outlives its contact", default=13),
    Setting("RETENTION_TRANSCRIPTS_MONTHS", values.whole, "the same for transcripts", default=6),
    Setting("RETENTION_RECORDINGS_MONTHS", values.whole, "the same for links to recordings", default=6),
    Setting(
        "RETENTION_WAITING_DAYS",
        values.whole,
        "days an import waits for a decision before it is discarded; 0 keeps it",
        default=30,
    ),
    Setting("RETENTION_WORK_DAYS", values.whole, "days finished background work stays listed; 0 keeps it", default=30),
    Setting("RETENTION_READ_NOTIFICATIONS_DAYS", values.whole, "days after reading; 0 keeps the notification", default=90),
    Setting("RETENTION_UNREAD_NOTIFICATIONS_DAYS", values.whole, "the same for unread ones; 0 keeps them", default=365),
    Setting("RETENTION_LOOKS_DAYS", values.whole, "days people can read who looked at their record; 0 keeps it", default=365),
    Setting("RETENTION_DRAFTS_DAYS", values.whole, "days after the last change; 0 keeps drafts of forms", default=30),
)

API = (
    Setting("API_MAX_BODY_BYTES", values.at_least_one, "size of a body (10 MB)", default=10 * MEBIBYTE),
    Setting("API_MAX_RECORDS", values.at_least_one, "records of a batch", default=1000),
    Setting("API_CALLS_PER_MINUTE", values.at_least_one, "calls of each token and each webhook", default=600),
    Setting("API_FAILURES_PER_MINUTE", values.at_least_one, "calls without a good token, for each address", default=30),
    Setting("API_ANSWERS_KEPT_HOURS", values.at_least_one, "hours a repetition is recognised", default=48),
    Setting("WEBHOOK_TOLERANCE_SECONDS", values.at_least_one, "seconds clocks may differ", default=300),
    Setting("WEBHOOK_GATHER_SECONDS", values.whole, "seconds deliveries are gathered into one import", default=300),
)

GROUPS = {
    "The installation": INSTALLATION,
    "Web": WEB,
    "Sign-in": SIGN_IN,
    "Imports and their audit": IMPORTS,
    "How long records are kept": RETENTION,
    "The API": API,
}
SETTINGS = {setting.name: setting for group in GROUPS.values() for setting in group}
