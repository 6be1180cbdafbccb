"""Who a program is that calls, and how often it does. Part of this room's queries and actions; used by the API."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.db import connection

from core import clock
from core.retention import delete_some
from people.models import ApiToken, CallCount, Scope

__all__ = ["Bearer", "Calls", "Scope", "bearer", "count_call", "count_call_of", "forget_calls"]

# Secrets are known by it, to people and to scanners of source code.
PREFIX = "ecs_"
KEPT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Bearer:
    """The token that a call came with, still good."""

    token_id: int
    name: str
    scopes: frozenset[str]

    def may(self, scope: Scope) -> bool:
        return scope in self.scopes


@dataclass(frozen=True, slots=True)
class Calls:
    """How many calls of this minute this one makes, and the seconds until the next minute."""

    number: int
    seconds_left: int


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


def count_call(caller: str) -> Calls:
    """Count a call of this minute, by the database's clock. Exact, however many come at once: one statement, one row."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO people_callcount (caller, minute_at, calls) VALUES (%s, date_trunc('minute', %s::timestamptz), 1)
            ON CONFLICT (caller, minute_at) DO UPDATE SET calls = people_callcount.calls + 1
            RETURNING calls, ceil(extract(epoch FROM minute_at + interval '1 minute' - %s))""",
            [caller, now := clock.now(), now],
        )
        number, seconds = cursor.fetchone()
    return Calls(int(number), max(1, int(seconds)))


def count_call_of(holder: Bearer) -> Calls:
    """Count a call made with a token. The first of a minute also says when the token was used last."""
    calls = count_call(f"token:{holder.token_id}")
    if calls.number == 1:
        ApiToken.objects.filter(pk=holder.token_id).update(last_used_at=clock.now())
    return calls


def forget_calls() -> int:
    """Forget the counts of minutes long gone: part of the tick."""
    return delete_some(CallCount.objects.filter(minute_at__lt=clock.now() - KEPT).order_by("minute_at"))
