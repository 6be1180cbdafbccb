"""The manifest of a backup: files in the archive, facts about the database, and fingerprints of the secret keys."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from desk.backups.refusals import ArchiveDamaged, RestoreRefused

FORMAT = 1
SALT = "desk.backups"


@dataclass(frozen=True, slots=True)
class Checked:
    """The size and SHA-256 of a file in the archive."""

    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """Facts about the database in the dumped snapshot.

    `migrations` are pairs of app and name, `counts` row counts by table, and `heads` the sequence number and hash of each
    journal's last entry.
    """

    server_version: int
    migrations: frozenset[tuple[str, str]]
    counts: Mapping[str, int]
    heads: Mapping[int, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything a restore checks. `keys` are fingerprints of `SECRET_KEY` and then of its fallbacks."""

    application: str
    made_at: datetime
    keys: tuple[str, ...]
    facts: DatabaseFacts
    missing_uploads: tuple[str, ...]
    files: Mapping[str, Checked]

    def as_json(self) -> str:
        facts = {**asdict(self.facts), "migrations": sorted(self.facts.migrations)}
        document = {**asdict(self), "facts": facts, "made_at": self.made_at.isoformat()}
        return json.dumps({"format": FORMAT, **document}, indent=1, sort_keys=True)


def manifest_from(text: str) -> Manifest:
    """The manifest from its JSON. Raises `ArchiveDamaged`, or `RestoreRefused` for an unknown format."""
    try:
        document: dict[str, Any] = json.loads(text)
        if document["format"] != FORMAT:
            raise RestoreRefused(
                f"This backup has format {document['format']}, but this version reads {FORMAT}. Use the version that made it."
            )
        facts = document["facts"]
        return Manifest(
            application=document["application"],
            made_at=datetime.fromisoformat(document["made_at"]),
            keys=(document["keys"][0], *document["keys"][1:]),
            facts=DatabaseFacts(
                server_version=facts["server_version"],
                migrations=frozenset((app, name) for app, name in facts["migrations"]),
                counts=facts["counts"],
                heads={int(journal): (head[0], head[1]) for journal, head in facts["heads"].items()},
            ),
            missing_uploads=tuple(document["missing_uploads"]),
            files={name: Checked(**checked) for name, checked in document["files"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise ArchiveDamaged("The manifest of this backup can't be read. Use another copy of the backup.") from error


def key_fingerprints() -> tuple[str, ...]:
    """A short digest of each secret key of this installation. It doesn't reveal the key."""
    return tuple(_fingerprint(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def signature_of(text: str) -> str:
    """Proof that an installation with this secret key wrote the text."""
    return Signer(salt=SALT).signature(text)


def check_signature(text: str, signature: str) -> None:
    try:
        signer = Signer(salt=SALT)
        signer.unsign(f"{text}{signer.sep}{signature}")
    except BadSignature as error:
        raise ArchiveDamaged(
            "This backup was changed after it was made: its signature is wrong. Use another copy of the backup."
        ) from error


def _fingerprint(key: str) -> str:
    return salted_hmac(f"{SALT}.key", "", secret=key, algorithm="sha256").hexdigest()[:16]
