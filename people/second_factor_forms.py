"""allauth's second-factor forms with our labels and styles, for the setting MFA_FORMS."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

from people.sign_in_forms import PlainForm

logger = logging.getLogger(__name__)

LONGEST_CODE = 40
LONGEST_NAME = 60


class _CodeForm(PlainForm):
    """Form with a code field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        assert isinstance(code, forms.CharField)  # noqa: S101 - tells the type checker what allauth declares
        code.label = _("Code")
        code.max_length = LONGEST_CODE
        code.widget.attrs |= {"autofocus": True, "maxlength": LONGEST_CODE, "inputmode": "numeric", "autocapitalize": "off"}


class CodeForm(_CodeForm, base.AuthenticateForm):  # type: ignore[misc] # allauth is not typed
    pass


class ConfirmByCodeForm(_CodeForm, base.ReauthenticateForm):  # type: ignore[misc]
    pass


class ActivateAppForm(_CodeForm, ActivateTOTPForm):  # type: ignore[misc]
    pass


class _CredentialForm:
    """Form with a passkey credential. Input can be malformed, and fido2 then raises many kinds of exceptions."""

    def clean_credential(self) -> Any:
        with _refused_if_malformed():
            return super().clean_credential()  # type: ignore[misc] # allauth's form, beside this class


class UsePasskeyForm(_CredentialForm, AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class SignInByPasskeyForm(_CredentialForm, LoginWebAuthnForm):  # type: ignore[misc]
    pass


class ConfirmByPasskeyForm(_CredentialForm, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class AddPasskeyForm(PlainForm, AddWebAuthnForm):  # type: ignore[misc]
    """Form for a passkey that can also sign in without a password, because it verifies the user on the device."""

    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True)
    name = forms.CharField(label=_("Passkey name"), required=False, max_length=LONGEST_NAME)

    def clean(self) -> dict[str, Any]:
        with _refused_if_malformed():
            return super().clean() or {}


@contextmanager
def _refused_if_malformed() -> Iterator[None]:
    try:
        yield
    except forms.ValidationError:
        raise
    except Exception as error:
        logger.warning("a passkey was refused: %s", type(error).__name__)
        raise get_adapter().validation_error("incorrect_code") from error


class RenamePasskeyForm(PlainForm, EditWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(label=_("Passkey name"), max_length=LONGEST_NAME)
