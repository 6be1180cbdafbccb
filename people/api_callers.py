"""Tokens that programs call with. Used by the API; `people.actions.api_calls` counts their calls."""

from dataclasses import dataclass
from hashlib import sha256

from core import clock
from people.models import ApiToken, Scope

__all__ = ["Bearer", "Scope", "bearer"]

# Secrets are known by it, to people and to scanners of source code.
PREFIX = "ecs_"


@dataclass(frozen=True, slots=True)
class Bearer:
    """The token that a call came with, still good."""

    token_id: int
    name: str
    scopes: frozenset[str]

    def may(self, scope: Scope) -> bool:
        return scope in self.scopes


def digest_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def bearer(secret: str) -> Bearer | None:
    """Whose secret this is; None if nobody's, or if the token has expired or been revoked.

    Looked up by digest: how long that takes tells nothing about the secret.
    """
    token = ApiToken.objects.filter(digest=digest_of(secret), revoked_at=None).first()
    if token is None or (token.expires_at is not None and token.expires_at <= clock.now()):
        return None
    return Bearer(token.pk, token.name, frozenset(token.scopes))
