"""E-mail with a link to choose a password. The link is created when the e-mail is sent, so that it is never stored.

A request does the same work for every address, because only the worker looks up whether the address has an account.
"""

from collections.abc import Sequence

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from core import mail_outbox
from people.models import User

KIND = "people.password_link"


def post_link(*, email: str, site: str) -> None:
    """Put the e-mail into the outbox. `site` is the scheme and host for the link."""
    mail_outbox.post(kind=KIND, recipient=email, data={"site": site})


def site_of(request: HttpRequest) -> str:
    """Scheme and host of a request. Django has checked the host against ALLOWED_HOSTS."""
    return f"{request.scheme}://{request.get_host()}"


def letters(mails: Sequence[mail_outbox.Mail]) -> list[mail_outbox.Letter]:
    return [_letter_to(mail.recipient, site=mail.data["site"]) for mail in mails]


def _letter_to(recipient: str, *, site: str) -> mail_outbox.Letter:
    """E-mail for an address: with a link, or the information that no account has this address."""
    user = User.objects.of_address(recipient)
    if user is None:
        return _letter("account/email/unknown_account", {"email": recipient})
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    url = site + reverse("account_reset_password_from_key", kwargs=key)
    return _letter("account/email/password_reset_key", {"password_reset_url": url})


def _letter(template: str, context: dict[str, str]) -> mail_outbox.Letter:
    subject, text = (render_to_string(f"{template}_{part}.txt", context) for part in ("subject", "message"))
    return mail_outbox.Letter(subject.strip(), text.strip())
