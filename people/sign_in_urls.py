"""Routes to the pages of django-allauth that we use, under allauth's names.

Other pages, such as changing one's own e-mail address, stay closed: administrators create accounts and set their addresses.
"""

from allauth.account import views
from allauth.mfa.base import views as factors
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path
from django.views.generic import RedirectView

from people import openid, recovery_codes

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("login/code/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    path(
        "openid/cancelled/",
        login_not_required(RedirectView.as_view(pattern_name="account_login")),
        name="socialaccount_login_cancelled",
    ),
    path("openid/<str:provider_id>/", openid.sign_in, name="openid_connect_login"),
    path("openid/<str:provider_id>/back/", openid.back, name="openid_connect_callback"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("security/", factors.index, name="mfa_index"),
    path("security/code/", factors.authenticate, name="mfa_authenticate"),
    path("security/confirm/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("security/app/add/", totp.activate_totp, name="mfa_activate_totp"),
    path("security/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("security/recovery-codes/", recovery_codes.show, name="mfa_view_recovery_codes"),
    path("security/recovery-codes/new/", recovery_codes.make_new, name="mfa_generate_recovery_codes"),
    path("security/recovery-codes/file/", recovery_codes.download, name="mfa_download_recovery_codes"),
    # allauth redirects here after a change of a passkey; the overview lists them.
    path("security/passkeys/", factors.index, name="mfa_list_webauthn"),
    path("security/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("security/passkeys/confirm/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("security/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("security/passkeys/<int:pk>/rename/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("login/passkey/", login_not_required(passkeys.login_webauthn), name="mfa_login_webauthn"),
]
