"""API tokens of incoming calls. `people.actions.api_calls` counts the calls."""

from dataclasses import dataclass
from hashlib import sha256

from core import clock
from people.models import ApiToken, Scope

__all__ = ["Bearer", "Scope", "bearer"]

# Lets people and secret scanners recognise our tokens.
PREFIX = "ecs_"


@dataclass(frozen=True, slots=True)
class Bearer:
    """Valid token of an API call."""

    token_id: int
    name: str
    scopes: frozenset[str]

    def may(self, scope: Scope) -> bool:
        return scope in self.scopes


def digest_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def bearer(secret: str) -> Bearer | None:
    """Token with this secret; None if there is none, or if it has expired or was revoked.

    The lookup is by digest, so that its duration reveals nothing about the secret.
    """
    token = ApiToken.objects.filter(digest=digest_of(secret), revoked_at=None).first()
    if token is None or (token.expires_at is not None and token.expires_at <= clock.now()):
        return None
    return Bearer(token.pk, token.name, frozenset(token.scopes))
