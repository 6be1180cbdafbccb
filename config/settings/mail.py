"""Mail settings from one URL. Contradictory or unknown options are refused with a message.

dj-email-url can't do this: it turns `smtps://` into STARTTLS, ignores unknown options, and drops TLS if the value of `?ssl=` is
misspelt.
"""

from email.utils import getaddresses
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

PLAIN, STARTTLS, TLS = "plain", "STARTTLS", "TLS"
SCHEMES = {"smtp": None, "smtp+tls": STARTTLS, "submission": STARTTLS, "submit": STARTTLS, "smtp+ssl": TLS, "smtps": TLS}
PORTS = {PLAIN: 25, STARTTLS: 587, TLS: 465}
OPTIONS = ("ssl", "tls", "timeout")
YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
TIMEOUT_SECONDS = 10
# An e-mail takes four steps before its answer, and its transaction is idle so long: see `core.mail_backend`.
LONGEST_TIMEOUT_SECONDS = 20


def mail_settings(url: str) -> dict[str, Any]:
    """Django's settings for the mail server in the URL. Raises ValueError with the reason if it isn't usable."""
    parts = _parts(url)
    options = _options(parts)
    security = _security(parts.scheme, options)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    _refuse_half_a_sign_in(user, password)
    return {
        "EMAIL_BACKEND": "core.mail_backend.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or PORTS[security],
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": password,
        "EMAIL_USE_TLS": security == STARTTLS,
        "EMAIL_USE_SSL": security == TLS,
        "EMAIL_TIMEOUT": _timeout(options.get("timeout")),
    }


def mail_url(text: str) -> str:
    """The URL, checked with `mail_settings`."""
    mail_settings(text)
    return text


def sender(address: str) -> str:
    """Sender address, with an optional name: `Crisis desk <crisis@example.org>`."""
    found = getaddresses([address])
    try:
        # No exception for localhost, because people couldn't reply and most servers refuse such a sender.
        EmailValidator(allowlist=[])(found[0][1] if len(found) == 1 and address.isprintable() else "")
    except ValidationError:
        raise ValueError("must be one e-mail address, such as Crisis desk <crisis@example.org>.") from None
    return address


def _parts(url: str) -> SplitResult:
    if url.partition(":")[0] not in SCHEMES:
        raise _refused(f"it must start with one of {', '.join(f'{scheme}://' for scheme in SCHEMES)}")
    try:
        parts = urlsplit(url)
        is_possible = parts.port != 0
    except ValueError:
        is_possible = False
    # A password with an unencoded #, / or ? ends up in other parts of the URL.
    if not is_possible or parts.path not in {"", "/"} or parts.fragment:
        raise _refused(
            "it can't be read. Percent-encode special characters of the user and the password (%23 for #, %2F for /)"
        )
    return parts


def _options(parts: SplitResult) -> dict[str, str]:
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    names = [name for name, _value in pairs]
    unknown = sorted(set(names) - set(OPTIONS))
    if unknown:
        raise _refused(f"it has an unknown option, {unknown[0]!r}. Allowed options: {', '.join(OPTIONS)}")
    if len(names) != len(set(names)):
        raise _refused("it has an option twice")
    return dict(pairs)


def _security(scheme: str, options: dict[str, str]) -> str:
    by_scheme = SCHEMES[scheme]
    asked = {kind: _is_on(name, options[name]) for name, kind in (("tls", STARTTLS), ("ssl", TLS)) if name in options}
    wanted = {kind for kind, is_on in asked.items() if is_on} | ({by_scheme} if by_scheme else set())
    if len(wanted) > 1 or (by_scheme and asked.get(by_scheme) is False):
        raise _refused(
            "it asks for two kinds of encryption. Choose STARTTLS (smtp://…?tls=true) or TLS from the start (smtps://)"
        )
    return wanted.pop() if wanted else PLAIN


def _is_on(name: str, value: str) -> bool:
    if value.lower() not in YES | NO:
        raise _refused(f"{name} must be true or false")
    return value.lower() in YES


def _timeout(value: str | None) -> int:
    if value is None:
        return TIMEOUT_SECONDS
    if not (value.isascii() and value.isdecimal()) or not 1 <= int(value) <= LONGEST_TIMEOUT_SECONDS:
        raise _refused(f"timeout must be a number of seconds from 1 to {LONGEST_TIMEOUT_SECONDS}")
    return int(value)


def _refuse_half_a_sign_in(user: str, password: str) -> None:
    if bool(user) != bool(password):
        raise _refused("it needs both a user and a password, or neither")
    if not (user + password).isascii():
        raise _refused(
            "the user and the password can only contain ASCII characters, because Python's smtplib can't send others"
        )


def _refused(reason: str) -> ValueError:
    """Error without the URL, which contains a password."""
    return ValueError(f"isn't usable: {reason}.")
