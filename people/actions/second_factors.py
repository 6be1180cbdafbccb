"""Removal of second factors, and notifications about changes."""

import logging
import uuid
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import Signal
from django.urls import reverse
from django.utils.translation import gettext as _

from core import mail_outbox
from people.actions.notifications import notify
from people.models import User

logger = logging.getLogger(__name__)


def remove_second_factors(user: User) -> int:
    """Delete the user's second factors and recovery codes. Part of an action."""
    removed, _by_model = Authenticator.objects.filter(user=user).delete()
    return int(removed)


def connect() -> None:
    """Notify people when their second factors change, in case it wasn't them. Called at startup."""
    for signal in (authenticator_added, authenticator_removed, authenticator_reset):
        signal.connect(_on_change, dispatch_uid="people.second_factors")


def _on_change(signal: Signal, user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES and signal is not authenticator_reset:
        return  # these are created with the first factor and deleted with the last one
    text = _("Your sign-in security was changed. If it wasn't you, tell your administrator now.")
    notify(person_id=user.person_id, key=f"second-factors:{uuid.uuid4()}", text=text, url=reverse("mfa_index"))
    # By e-mail too, because the notification may only be read by someone who stole the password.
    mail_outbox.post(recipient=user.email, data={"subject": _("Your sign-in security was changed"), "text": text})
    logger.info("second factors of %r were changed", user.email)
