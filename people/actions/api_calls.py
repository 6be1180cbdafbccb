"""Counts of API calls per minute, for the rate limit."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from core import clock
from core.deletion import delete_some
from people.api_callers import Bearer
from people.models import ApiToken, CallCount

KEPT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Calls:
    """Number of calls in this minute, this one included, and the seconds until the next minute."""

    number: int
    seconds_left: int


def count_call(caller: str) -> Calls:
    """Count a call in the current minute. A single statement on a single row, so concurrent calls are counted exactly."""
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
    """Count a call made with a token. The first call in a minute also updates when the token was last used."""
    calls = count_call(f"token:{holder.token_id}")
    if calls.number == 1:
        ApiToken.objects.filter(pk=holder.token_id).update(last_used_at=clock.now())
    return calls


def forget_calls() -> int:
    """Delete counts of past minutes. Part of the tick."""
    return delete_some(CallCount.objects.filter(minute_at__lt=clock.now() - KEPT).order_by("minute_at"))
