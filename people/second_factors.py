"""Second factors: authenticator app (TOTP), passkeys and recovery codes, stored by django-allauth."""

import logging
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.db.models import Exists, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.ciphers import cipher
from people.models import RoleGrant, User
from people.queries.organisation import organisation

logger = logging.getLogger(__name__)

SALT = "people.second_factors"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth is not typed
    """Adapter that encrypts secrets in the database."""

    error_messages = {  # noqa: RUF012 - allauth's own shape
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("That didn't work. Check the code or passkey and try again."),
    }

    def encrypt(self, text: str) -> str:
        return cipher(SALT).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return cipher(SALT).decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            logger.exception("a second factor was stored under another SECRET_KEY: name that one in SECRET_KEY_FALLBACKS")
            raise self.validation_error("incorrect_code") from error

    def generate_authenticator_name(self, _user: User, _type: str) -> str:
        return _("Passkey from %(day)s") % {"day": timezone.localdate().strftime("%-d %b %Y")}


def factors_of(user: User) -> list[str]:
    """Names of the user's second factors."""
    names = {Authenticator.Type.TOTP: _("Authenticator app")}
    return [str(names.get(factor.type, factor)) for factor in _factors(user).order_by("pk")]


def must_set_one_up(user: User) -> bool:
    """Whether a role of the user requires a second factor and they have none. No query if no role requires one."""
    needed = organisation().second_factor_roles
    return bool(needed) and RoleGrant.objects.filter(~Exists(_factors(user)), person=user.person_id, role__in=needed).exists()


def _factors(user: User) -> "QuerySet[Any]":
    """Second factors without recovery codes, which don't count alone."""
    factors: QuerySet[Any] = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return factors
