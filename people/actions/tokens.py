"""Tokens for other systems: made by administrators, shown once, revoked at any time."""

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
    """A new token and its secret, which is kept nowhere: show it now or never."""
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
    """End a token for good. Its next call is refused. Saying it twice does no harm."""
    if not permissions.can_manage_tokens(actor):
        raise PermissionDenied
    locked = ApiToken.objects.select_for_update().get(pk=token.pk)
    if locked.revoked_at is not None:
        return locked
    locked.revoked_at, locked.revoked_by_id = clock.now(), actor.person_id if actor else None
    locked.save(update_fields=["revoked_at", "revoked_by"])
    record(house_journal(), Verb.TOKEN_REVOKED, actor=actor, subject=locked, texts={"name": locked.name})
    return locked
