"""Sign-in rules that differ from django-allauth's defaults."""

from datetime import timedelta
from ipaddress import IPv6Address
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import clock, mail_outbox
from people import sign_in_limits, sign_in_log

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth is not typed
    """Adapter without sign-up, with limited and logged attempts, and with mail sent through the outbox."""

    error_messages = {  # noqa: RUF012 - allauth's own shape
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This e-mail address and password don't match. Check both and try again."),
        "incorrect_code": _("This code is wrong. Check it and try again."),
        "rate_limited": _("Too many attempts. Wait five minutes, then try again."),
        "too_many_login_attempts": _("Too many wrong codes. Wait five minutes, then sign in again."),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The client's address. Dual-stack sockets write IPv4 as IPv6, and all these would count as one network."""
        address = str(super().get_client_ip(request))
        mapped = IPv6Address(address).ipv4_mapped if ":" in address else None
        return str(mapped or address)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt. allauth takes it back if the password is right."""
        email = str(credentials.get("email", ""))
        try:
            self._login_failed_rl_usage = sign_in_limits.begin(request, email)
        except sign_in_limits.TooManyTries as refusal:
            sign_in_log.refused(request, email, "too many tries")
            raise ValidationError(str(refusal)) from refusal

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        sign_in_log.refused(request, str(credentials.get("email", "")), "wrong password")

    def is_login_by_code_required(self, login: Login) -> bool:
        """Require a code by e-mail while an address is under attack, unless the user has a second factor."""
        records = get_authentication_records(self.request, login.user)
        if not records or records[-1]["method"] != "password":
            return False
        is_attacked = sign_in_limits.is_under_attack(self.request, login.user.email)
        return is_attacked and not is_mfa_enabled(login.user, SECOND_FACTORS)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put an e-mail of allauth's into the outbox. An e-mail with a code expires with the code."""
        message = self.render_mail(template_prefix, email, context)
        lasts = timedelta(seconds=account_settings.LOGIN_BY_CODE_TIMEOUT)
        expires_at = clock.now() + lasts if "code" in context else None
        mail_outbox.post(recipient=email, data={"subject": message.subject, "text": message.body}, expires_at=expires_at)
