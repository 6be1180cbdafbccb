"""The letter with a link to choose a password. It is written when it is sent, so that no working link is ever stored.

Asking for one does the same work for every address: only the worker finds out whether it belongs to a sign-in.
"""

from collections.abc import Mapping
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from core import outbox
from people.models import User

KIND = "people.password_link"


def post_link(*, email: str, site: str) -> None:
    """Post the letter. `site` is where its link leads: scheme and host of the request that asks."""
    outbox.post(kind=KIND, recipient=email, data={"site": site})


def site_of(request: HttpRequest) -> str:
    """Scheme and host of a request; Django has compared the host with ALLOWED_HOSTS."""
    return f"{request.scheme}://{request.get_host()}"


def letter(recipient: str, data: Mapping[str, Any]) -> outbox.Letter:
    """The letter for an address: with a link, or saying that no sign-in has this address."""
    user = User.objects.of_address(recipient)
    if user is None:
        return _letter("account/email/unknown_account", {"email": recipient})
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    url = data["site"] + reverse("account_reset_password_from_key", kwargs=key)
    return _letter("account/email/password_reset_key", {"password_reset_url": url})


def _letter(template: str, context: dict[str, str]) -> outbox.Letter:
    subject, text = (render_to_string(f"{template}_{part}.txt", context) for part in ("subject", "message"))
    return outbox.Letter(subject.strip(), text.strip())
