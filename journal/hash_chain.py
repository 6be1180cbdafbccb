"""Hashes of entries: SHA-256 over the canonical JSON of the entry and the hash of the entry before it."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from journal.models import Entry

GENESIS = "0" * 64


def digest_of_text(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def hash_of(entry: Entry) -> str:
    """Expected hash of an entry. Times are in UTC with microseconds, as PostgreSQL stores them."""
    content = {
        "journal": entry.journal_id,
        "sequence": entry.sequence,
        "verb": entry.verb,
        "actor": entry.actor_id,
        "subject": [entry.subject_type, entry.subject_id],
        "data": entry.data,
        "texts": entry.text_digests,
        "occurred_at": _written(entry.occurred_at),
        "recorded_at": _written(entry.recorded_at),
        "previous": entry.previous_hash,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def check_figures(value: Any) -> None:
    """Raise TypeError for values that JSON in the database doesn't return unchanged, because they would break the chain.

    Numbers are integers or decimal strings, never floats.
    """
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"Keys of journal data are strings, not {key!r}.")
            check_figures(key)
            check_figures(item)
    elif isinstance(value, list):
        for item in value:
            check_figures(item)
    elif value is not None and not isinstance(value, str | int):
        raise TypeError(f"Journal data holds strings, whole numbers, lists and None, not {value!r}.")
    elif isinstance(value, str) and "\x00" in value:
        raise TypeError("Journal data cannot hold a NUL character.")
