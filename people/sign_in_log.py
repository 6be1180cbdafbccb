"""Log of sign-ins and of refused passwords and codes. Secrets are never logged."""

import logging
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import login_code_rejected, password_reset, user_logged_in
from allauth.mfa.signals import authentication_failed
from django.http import HttpRequest

from people import sign_in_limits
from people.models import User

logger = logging.getLogger(__name__)

LONGEST_LOGGED_ADDRESS = 200


def connect() -> None:
    """Connect to allauth's signals. Called at startup."""
    user_logged_in.connect(_on_sign_in, dispatch_uid="people.sign_in_log")
    login_code_rejected.connect(_on_wrong_code, dispatch_uid="people.sign_in_log")
    authentication_failed.connect(_on_wrong_code, dispatch_uid="people.sign_in_log")
    password_reset.connect(_on_new_password, dispatch_uid="people.sign_in_log")


def refused(request: HttpRequest, email: str, reason: str) -> None:
    """Log a refused attempt. %r escapes line breaks and control characters in the input."""
    logger.warning("sign-in refused (%s) for %r from %s", reason, email[:LONGEST_LOGGED_ADDRESS], _client(request))


def _on_sign_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    records = get_authentication_records(request, user)
    ways = ", ".join(dict.fromkeys(str(record.get("type") or record["method"]) for record in records))
    logger.info("sign-in of %r from %s by %s", user.email, _client(request), ways)


def _on_wrong_code(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    sign_in_limits.count_wrong_code(request)
    refused(request, user.email, "wrong code")


def _on_new_password(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    sign_in_limits.forget_pair(request, user.email)
    logger.info("new password of %r by e-mail from %s", user.email, _client(request))


def _client(request: HttpRequest) -> str:
    return str(get_adapter(request).get_client_ip(request))
