"""The link with which somebody chooses a password: allauth's, by the same e-mail as for a forgotten one."""

import logging
from smtplib import SMTPException

from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest

logger = logging.getLogger(__name__)


def send_set_password_link(request: HttpRequest, email: str) -> bool:
    """Send it. False if the mail server could not be reached or refused, which can be tried again."""
    form = ResetPasswordForm({"email": email})
    if not form.is_valid():
        return False
    try:
        form.save(request)
    except (OSError, SMTPException):
        logger.exception("a link to set a password could not be sent")
        return False
    return True
