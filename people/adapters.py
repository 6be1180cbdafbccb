import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

LONGEST_LOGGED_ADDRESS = 200


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth is not typed
    """Sign-ins are given by an administrator, never taken; failed ones are logged."""

    error_messages = {  # noqa: RUF012 - allauth's own shape
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This e-mail address and password do not belong together. Check both and try again."),
        "too_many_login_attempts": _("There were too many failed tries. Wait five minutes, or ask for a new password."),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        # %r keeps line breaks and control characters of what was typed out of the log.
        address = str(credentials.get("email", ""))[:LONGEST_LOGGED_ADDRESS]
        logger.warning("sign-in refused for %r from %s", address, self.get_client_ip(request))
