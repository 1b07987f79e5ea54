"""The addresses of signing in. Only these of django-allauth's pages exist: there is no way to sign up."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from handrail.web.signin import demo

urlpatterns = [
    path("sign-in", account.login, name="account_login"),
    path("sign-in/second-step", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/closed", account.account_inactive, name="account_inactive"),
    path("sign-in/password", account.password_reset, name="account_reset_password"),
    path("sign-in/password/sent", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^sign-in/password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "sign-in/password/changed",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("sign-out", account.logout, name="account_logout"),
    path("account/password", account.password_change, name="account_change_password"),
    path("account/password/first", account.password_set, name="account_set_password"),
    path("account/confirm", account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/confirm/passkey", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/second-step", mfa.index, name="mfa_index"),
    path("account/second-step/app", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-step/app/remove", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-step/passkeys", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("account/second-step/passkeys/add", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("account/second-step/passkeys/<int:pk>/remove", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/second-step/passkeys/<int:pk>/rename", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/recovery-codes", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/recovery-codes/download", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("demo", demo.journey, name="journey"),
    path("demo/people", demo.people, name="demo_people"),
    path("demo/sign-in", demo.sign_in, name="demo_sign_in"),
]
