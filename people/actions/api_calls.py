"""Calls of programs, counted by the minute; the API refuses those that are too many."""

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
    """How many calls of this minute this one makes, and the seconds until the next minute."""

    number: int
    seconds_left: int


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
