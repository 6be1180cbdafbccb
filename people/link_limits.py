"""Rate limit of broken links in e-mails, which people open without signing in. It slows down guessing.

Only broken links count, so that any number of colleagues behind one address can use theirs. Good links don't even look at the
count: its lock would refuse some of the people who reply at the same moment.
"""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest

APP, ACTION = "people", "broken_link"
LIMITS = {ACTION: f"{settings.SIGN_IN_FAILURES_PER_ADDRESS}/h/ip"}


def count_broken_link(request: HttpRequest) -> bool:
    """Count a broken link. Returns whether too many came from the client's address within an hour."""
    return ratelimit.consume(request, app=APP, action=ACTION, config=LIMITS, limit_get=True) is None
