"""Sign-in through the organisation's OpenID Connect provider, for accounts that administrators created. It creates none."""

import logging
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect import views
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from requests import RequestException

from people import sign_in_log
from people.models import User

logger = logging.getLogger(__name__)

FORBIDDEN, UNAVAILABLE = 403, 503


class OpenIdAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth is not typed
    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Connect the provider's account on first use, by its verified address; refuse all others."""
        if sociallogin.state.get("process", "login") != "login":
            _refuse(request, "", "another process than signing in")
        user = _owner(sociallogin)
        if user is None:
            known = sociallogin.email_addresses
            _refuse(request, known[0].email if known else "", "no sign-in has this verified address")
        if not sociallogin.is_existing:
            sociallogin.connect(request, user)

    def on_authentication_error(self, request: HttpRequest, _provider: Any, error: Any = None, **more: Any) -> None:
        """Show our page for errors that allauth found. Cancelling is no error."""
        if error == "cancelled":
            return
        logger.warning("the OpenID provider's answer was refused: %s %r", error, more.get("exception"))
        raise ImmediateHttpResponse(_failed(request))


@login_not_required
def sign_in(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Redirect to the provider."""
    return _guarded(views.login, request, provider_id)


@login_not_required
def back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Handle the provider's redirect back."""
    return _guarded(views.callback, request, provider_id)


def _guarded(view: Any, request: HttpRequest, provider_id: str) -> HttpResponseBase:
    try:
        response: HttpResponseBase = view(request, provider_id)
    except Http404:
        raise
    except (RequestException, OAuth2Error, KeyError, TypeError, ValueError):
        logger.exception("the OpenID provider cannot be used")
        return _failed(request)
    return response


def _is_verified(claim: object) -> bool:
    """Whether the claim is true. Some providers send it as text."""
    return claim is True or claim == "true"


def _owner(sociallogin: SocialLogin) -> User | None:
    """User of the provider's account, by an address that the provider has verified."""
    addresses = sociallogin.email_addresses if _is_ascii(sociallogin) else []
    verified = [address.email for address in addresses if _is_verified(address.verified)]
    if sociallogin.is_existing:
        # A known account isn't enough: after a change of provider its number can belong to someone else. allauth refuses
        # deactivated users.
        return sociallogin.user if sociallogin.user.email in verified else None
    return next((user for email in verified if (user := User.objects.of_address(email))), None)


def _is_ascii(sociallogin: SocialLogin) -> bool:
    """Whether the provider's addresses are ASCII. allauth's lower case turns some other letters into ASCII."""
    claims = (sociallogin.account.extra_data.get(part) or {} for part in ("userinfo", "id_token"))
    return all(str(claim.get("email", "")).isascii() for claim in claims)


def _refuse(request: HttpRequest, email: str, reason: str) -> NoReturn:
    sign_in_log.refused(request, email, reason)
    text = _(
        "There's no account here with your e-mail address. Ask your administrator to create one, or sign in with your password."
    )
    raise ImmediateHttpResponse(_page(request, text, FORBIDDEN))


def _failed(request: HttpRequest) -> HttpResponse:
    text = _("The sign-in service isn't responding correctly. Try again in a few minutes, or sign in with your password.")
    return _page(request, text, UNAVAILABLE)


def _page(request: HttpRequest, text: str, status: int) -> HttpResponse:
    return render(request, "account/openid_refused.html", {"text": text}, status=status)
