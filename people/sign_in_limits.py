"""Rate limits of failed sign-ins. They slow down guessing, but no one can lock out a colleague from another address.

Failed attempts are counted whether or not the address has an account. allauth's rate limiter stores them in the database
cache.
"""

import time
import unicodedata
from collections.abc import Callable
from math import ceil

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

APP = "people"
PAIR, ADDRESS, EMAIL = "sign_in_pair", "sign_in_address", "sign_in_email"
# Failures per client address and hour are a setting. For IPv6, a 64-bit network counts as one address.
LIMITS = {
    # A client address together with an e-mail address.
    PAIR: "5/5m/key",
    ADDRESS: f"{settings.SIGN_IN_FAILURES_PER_ADDRESS}/h/ip",
    # An e-mail address from anywhere. Above this limit the right password also needs a code, so no one is locked out.
    EMAIL: "20/h/key",
}


class TooManyTries(Exception):
    """The attempt is refused without checking the password. The message says when to try again."""


def begin(request: HttpRequest, email: str) -> RateLimitUsage:
    """Count an attempt before the password is checked, or raise `TooManyTries`. `rollback()` of the result uncounts it."""
    pair = _consume(request, PAIR, key=_pair(request, email))
    if pair is None:
        raise _refusal(request, _wait_for_pair, PAIR, key=_pair(request, email))
    address = _consume(request, ADDRESS)
    if address is None:
        pair.rollback()
        raise _refusal(request, _wait_for_address, ADDRESS)
    from_anywhere = _consume(request, EMAIL, key=_normal(email))
    return RateLimitUsage([*pair.usage, *address.usage, *(from_anywhere.usage if from_anywhere else [])])


def count_wrong_code(request: HttpRequest) -> None:
    """Count a wrong code for the client's address, like a wrong password."""
    _consume(request, ADDRESS)


def is_under_attack(request: HttpRequest, email: str) -> bool:
    """Whether too many attempts with this e-mail address have failed, from anywhere."""
    return ratelimit.consume(request, app=APP, action=EMAIL, config=LIMITS, key=_normal(email), dry_run=True) is None


def forget_pair(request: HttpRequest, email: str) -> None:
    """Reset the count of a client and e-mail address, after a new password was chosen by e-mail."""
    ratelimit.clear(request, app=APP, action=PAIR, config=LIMITS, key=_pair(request, email))


def _consume(request: HttpRequest, action: str, key: str = "") -> RateLimitUsage | None:
    usage: RateLimitUsage | None = ratelimit.consume(request, app=APP, action=action, config=LIMITS, key=key)
    return usage


def _pair(request: HttpRequest, email: str) -> str:
    address = ratelimit.truncate_ip(get_adapter(request).get_client_ip(request))
    return f"{address} {_normal(email)}"


def _normal(email: str) -> str:
    """Normal form of an address. Upper case first, because ſ and ı differ from s and i only in lower case."""
    return unicodedata.normalize("NFKC", email).strip().upper().casefold()


def _wait_for_pair(minutes: int) -> str:
    text = ngettext(
        "Too many failed attempts with this e-mail address. Try again in %(minutes)d minute, or choose a new password.",
        "Too many failed attempts with this e-mail address. Try again in %(minutes)d minutes, or choose a new password.",
        minutes,
    )
    return text % {"minutes": minutes}


def _wait_for_address(minutes: int) -> str:
    text = ngettext(
        "Too many failed attempts from your network. Try again in %(minutes)d minute.",
        "Too many failed attempts from your network. Try again in %(minutes)d minutes.",
        minutes,
    )
    return text % {"minutes": minutes}


def _refusal(request: HttpRequest, text: Callable[[int], str], action: str, key: str = "") -> TooManyTries:
    """The refusal with the minutes until the oldest counted attempt expires.

    allauth also refuses an attempt that it couldn't count in time, because others with the same key held its lock.
    """
    (rate,) = ratelimit.get_rates(app=APP, action=action, config=LIMITS)
    history = cache.get(ratelimit.get_cache_key(request, app=APP, action=action, rate=rate, key=key)) or []
    if len(history) < rate.amount:
        return TooManyTries(_("Too many people are signing in right now. Try again."))
    minutes = max(1, ceil((history[-1] + rate.duration - time.time()) / 60))
    return TooManyTries(text(minutes))
