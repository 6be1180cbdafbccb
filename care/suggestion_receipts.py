"""Receipts of suggestions: a secret code for the writer, of which only a digest is stored.

The code follows from the random key of the form and its content. So a form that is sent twice gets the same code and needs no
record of who sent it.
"""

import base64
import hashlib
import re

from django.utils.crypto import salted_hmac

from core.sent_forms import new_key

SALT = "care.suggestion_receipts"
KEY = re.compile(r"[0-9a-f]{32}")
BYTES, GROUP = 15, 4


def code_of_form(form_key: str, *content: object) -> str:
    """Receipt code of a form with this key and content, in groups of four characters."""
    # A key that no form of ours has could be chosen by two people.
    key = form_key if KEY.fullmatch(form_key) else new_key()
    secret = salted_hmac(SALT, repr((key, *content)), algorithm="sha256").digest()[:BYTES]
    text = base64.b32encode(secret).decode()
    return "-".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def digest_of(code: str) -> str:
    """Digest of a receipt code, however it was typed."""
    typed = "".join(code.upper().split()).replace("-", "")
    return hashlib.sha256(typed.encode()).hexdigest()
