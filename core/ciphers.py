"""Ciphers for secrets in the database."""

import base64

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def cipher(salt: str) -> MultiFernet:
    """Cipher for stored secrets of one purpose: encrypts with a key derived from SECRET_KEY, and also decrypts with keys from
    its fallbacks.
    """
    digests = (
        salted_hmac(salt, "", secret=key, algorithm="sha256").digest()
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
