"""Rate limit of broken links in e-mails, which people open without signing in. It slows down guessing.

Only broken links count, so that any number of colleagues behind one address can use theirs.
"""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest

APP, ACTION = "people", "broken_link"
LIMITS = {ACTION: f"{settings.SIGN_IN_FAILURES_PER_ADDRESS}/h/ip"}


def is_refused(request: HttpRequest) -> bool:
    """Whether too many broken links came from the client's address within an hour."""
    return ratelimit.consume(request, app=APP, action=ACTION, config=LIMITS, limit_get=True, dry_run=True) is None


def count_broken_link(request: HttpRequest) -> None:
    ratelimit.consume(request, app=APP, action=ACTION, config=LIMITS, limit_get=True)
