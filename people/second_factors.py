"""Second factors: an authenticator app (TOTP), passkeys and recovery codes, kept by django-allauth."""

import base64
import logging
import uuid
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db.models import Exists, QuerySet
from django.dispatch import Signal
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import outbox
from people.actions.notifications import notify
from people.models import RoleGrant, User
from people.queries import organisation

logger = logging.getLogger(__name__)

SALT = "people.second_factors"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth is not typed
    """allauth's behaviour, with secrets encrypted in the database."""

    error_messages = {  # noqa: RUF012 - allauth's own shape
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("That didn't work. Check the code or passkey and try again."),
    }

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            logger.exception("a second factor was stored under another SECRET_KEY: name that one in SECRET_KEY_FALLBACKS")
            raise self.validation_error("incorrect_code") from error

    def generate_authenticator_name(self, _user: User, _type: str) -> str:
        return _("Passkey of %(day)s") % {"day": timezone.localdate().strftime("%-d %b %Y")}


def cipher() -> MultiFernet:
    """The cipher of secrets at rest: writes under a key derived from SECRET_KEY, and reads those of its fallbacks too."""
    digests = (
        salted_hmac(SALT, "", secret=key, algorithm="sha256").digest()
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def factors_of(user: User) -> list[str]:
    """The person's second factors in words."""
    names = {Authenticator.Type.TOTP: _("Authenticator app")}
    return [str(names.get(factor.type, factor)) for factor in _factors(user).order_by("pk")]


def remove_all(user: User) -> int:
    """Delete the person's second factors and recovery codes. Part of an action."""
    removed, _by_model = Authenticator.objects.filter(user=user).delete()
    return int(removed)


def must_set_one_up(user: User) -> bool:
    """True if a role of the person needs a second factor and they have none. No query while no role needs one."""
    needed = organisation().second_factor_roles
    return bool(needed) and RoleGrant.objects.filter(~Exists(_factors(user)), person=user.person_id, role__in=needed).exists()


def connect() -> None:
    """Tell people when their second factors change, in case it was not them. Called when the project starts."""
    for signal in (authenticator_added, authenticator_removed, authenticator_reset):
        signal.connect(_on_change, dispatch_uid="people.second_factors")


def _factors(user: User) -> "QuerySet[Any]":
    """Recovery codes alone are no second factor: they go when the last one does."""
    factors: QuerySet[Any] = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return factors


def _on_change(signal: Signal, user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES and signal is not authenticator_reset:
        return  # these come and go with the first and the last factor
    text = _("Your sign-in security was changed. If it wasn't you, tell your administrator now.")
    notify(person_id=user.person_id, key=f"second-factors:{uuid.uuid4()}", text=text, url=reverse("mfa_index"))
    # To the mailbox too: the thief of a password may be the only reader of the notice.
    outbox.post(recipient=user.email, data={"subject": _("Your sign-in security was changed"), "text": text})
    logger.info("second factors of %r were changed", user.email)
