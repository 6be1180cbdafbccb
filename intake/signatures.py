"""Signatures of webhooks as in Standard Webhooks: HMAC-SHA256 over “id.timestamp.body” with a shared secret."""

import base64
import hmac
import secrets
from hashlib import sha256

from django.conf import settings

PREFIX = "whsec_"
VERSION = "v1"


def new_salt() -> str:
    return secrets.token_hex(32)


def secret_of(salt: str) -> str:
    """The secret for this salt. It changes with the salt and with `SECRET_KEY`."""
    return _derived(salt, settings.SECRET_KEY)


def valid_secrets(salt: str) -> list[str]:
    """Secrets that a message may be signed with: the current one, and those of `SECRET_KEY_FALLBACKS`."""
    return [_derived(salt, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _derived(salt: str, key: str) -> str:
    secret = hmac.digest(key.encode(), f"feedback.webhook:{salt}".encode(), sha256)
    return PREFIX + base64.b64encode(secret).decode()


def signature(secret: str, *, message_id: str, timestamp: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return f"{VERSION},{base64.b64encode(hmac.digest(key, signed, sha256)).decode()}"


def is_signed(header: str, secret: str, *, message_id: str, timestamp: str, body: bytes) -> bool:
    """True if one of the signatures in the header is valid. Compares in constant time."""
    right = signature(secret, message_id=message_id, timestamp=timestamp, body=body).encode()
    return any(hmac.compare_digest(given.encode(), right) for given in header.split(" "))
