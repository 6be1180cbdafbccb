"""allauth's account forms with our labels and styles, for the setting ACCOUNT_FORMS."""

from typing import Any, ClassVar

from allauth.account import forms as allauth
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.forms import StyledForm
from people.password_mail import post_link, site_of


class PlainForm(StyledForm):
    """Form with labels instead of allauth's placeholders, which disappear while typing."""

    labels: ClassVar = {
        "login": _("E-mail"),
        "email": _("E-mail"),
        "password": _("Password"),
        "remember": _("Keep me signed in on this device"),
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("Repeat the new password"),
        "code": _("Code"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
        for name in {"password", "oldpassword"} & self.fields.keys():
            self.fields[name].help_text = ""  # the link to a new password is below the button


class SignInForm(PlainForm, allauth.LoginForm):  # type: ignore[misc] # allauth is not typed
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autofocus"] = True

    def clean_login(self) -> str:
        return str(super().clean_login()).lower()


class AskForNewPasswordForm(PlainForm, allauth.ResetPasswordForm):  # type: ignore[misc]
    """Form whose work doesn't depend on whether the address has an account, so that timing reveals nothing."""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **_kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        post_link(email=email, site=site_of(request))
        return email


class NewPasswordForm(PlainForm, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class FirstPasswordForm(PlainForm, allauth.SetPasswordForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(PlainForm, allauth.ChangePasswordForm):  # type: ignore[misc]
    pass


class ConfirmPasswordForm(PlainForm, allauth.ReauthenticateForm):  # type: ignore[misc]
    pass


class ConfirmCodeForm(PlainForm, allauth.ConfirmLoginCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["autofocus"] = True
