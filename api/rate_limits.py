"""Answers to callers about their rate limits."""

from django.conf import settings
from django.utils.translation import ngettext

from api.problems import Problem
from people.actions.api_calls import Calls


def too_many(calls: Calls) -> Problem:
    detail = ngettext(
        "Too many calls. Wait %(seconds)s second, then try again.",
        "Too many calls. Wait %(seconds)s seconds, then try again.",
        calls.seconds_left,
    )
    return Problem(
        429,
        detail % {"seconds": calls.seconds_left},
        headers={"Retry-After": str(calls.seconds_left)},
    )


def limit_headers(calls: Calls) -> dict[str, str]:
    """RateLimit headers as in the IETF draft."""
    most = settings.API_CALLS_PER_MINUTE
    left = max(0, most - calls.number)
    return {"RateLimit-Policy": f'"minute";q={most};w=60', "RateLimit": f'"minute";r={left};t={calls.seconds_left}'}
