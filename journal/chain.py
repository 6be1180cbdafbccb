"""How entries are hashed: SHA-256 over the canonical JSON of everything an entry says, and its predecessor's hash."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from journal.models import Entry

GENESIS = "0" * 64


def digest_of_text(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def hash_of(entry: Entry) -> str:
    """The hash that the entry must carry. Times are written in UTC to the microsecond, as PostgreSQL keeps them."""
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
    """Refuse what would not come back from the database exactly as it went in, and so would break the chain.

    Raises TypeError. Figures are integers or decimal strings; floats are neither.
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
