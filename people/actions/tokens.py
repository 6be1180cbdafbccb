"""API tokens: created and revoked by administrators, shown only once."""

import secrets
from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core import clock
from journal.actions import house_journal, record
from people import permissions
from people.api_callers import PREFIX, digest_of
from people.models import ApiToken, Scope, User
from people.verbs import Verb

RANDOM_BYTES = 32


@transaction.atomic
def make_token(
    *, actor: User | None, name: str, scopes: Collection[Scope], expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """Create a token. Returns it with its secret, which isn't stored and can only be shown now."""
    if not permissions.can_manage_tokens(actor):
        raise PermissionDenied
    secret = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    token = ApiToken.objects.create(
        name=name,
        scopes=sorted(scopes),
        digest=digest_of(secret),
        ending=secret[-4:],
        expires_at=expires_at,
        created_by_id=actor.person_id if actor else None,
        created_at=clock.now(),
    )
    record(house_journal(), Verb.TOKEN_MADE, actor=actor, subject=token, data={"scopes": sorted(scopes)}, texts={"name": name})
    return token, secret


@transaction.atomic
def revoke_token(*, actor: User | None, token: ApiToken) -> ApiToken:
    """Revoke a token; its next call is refused. Idempotent."""
    if not permissions.can_manage_tokens(actor):
        raise PermissionDenied
    locked = ApiToken.objects.select_for_update().get(pk=token.pk)
    if locked.revoked_at is not None:
        return locked
    locked.revoked_at, locked.revoked_by_id = clock.now(), actor.person_id if actor else None
    locked.save(update_fields=["revoked_at", "revoked_by"])
    record(house_journal(), Verb.TOKEN_REVOKED, actor=actor, subject=locked, texts={"name": locked.name})
    return locked
