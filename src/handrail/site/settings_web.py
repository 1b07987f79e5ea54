"""Settings of the pages: apps, middleware, templates, accounts, content security, static files."""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

_WEB = Path(__file__).resolve().parent.parent / "web"
_AUDIENCES = ("signin", "own", "originate", "work", "oversee", "admin", "public")

# No django.contrib.messages: its messages would put names into sessions. Handrail has banners instead.
WEB_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "handrail.web.middleware.ResponseHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "handrail.web.middleware.IdleTimeOut",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "handrail.web.signin.second_factor.SecondFactorRequired",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "handrail.web.answers.GateAnswers",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [_WEB / "templates", *(_WEB / audience / "templates" for audience in _AUDIENCES)],
        "OPTIONS": {
            "environment": "handrail.web.environment.environment",
            "context_processors": ["handrail.web.layout.context"],
        },
    },
    {
        # Only for what django-allauth renders and Handrail has no template of its own for.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

# Sitting: signed out by the server after this long without a request, warned two minutes before.
HANDRAIL_IDLE_SECONDS = 15 * 60
HANDRAIL_IDLE_WARNING_SECONDS = 13 * 60
SESSION_COOKIE_NAME = "handrail_session"
CSRF_COOKIE_NAME = "handrail_csrf"
CSRF_COOKIE_AGE = None
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_FAILURE_VIEW = "handrail.web.answers.stale_form"

# Signing in (django-allauth). Members are invited; nobody signs up.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "front"
LOGOUT_REDIRECT_URL = "signed_out"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "handrail.web.signin.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_LOGOUT_REDIRECT_URL = "signed_out"
# A whole council can share one address, so the limit per address is generous; see AccountAdapter for the other.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,5/5m/key", "login": "120/m/ip"}
HANDRAIL_RATE_LIMITS = {
    "accept_invitation": "20/m/ip",
    "public_register": "60/m/ip",
    "public_rules": "60/m/ip",
    # Whoever verifies fetches two files for each 256 entries, as fast as they come.
    "public_ledger": "6000/m/ip",
    "calendar": "120/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if os.environ.get("HANDRAIL_BEHIND_PROXY") == "1" else 0
PASSWORD_RESET_TIMEOUT = 60 * 60
MFA_ADAPTER = "handrail.web.signin.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TOTP_ISSUER = "Handrail"

# The steps that the demonstration's first page tells; read only where a home was made by `handrail demo`.
HANDRAIL_DEMO_STEPS = "handrail.demo.journey.STEPS"

# Nothing inline but the one line of GOV.UK's page template that says scripts run; a test recomputes its hash.
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, "'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='"],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

STATIC_URL = "/assets/"
STATICFILES_DIRS = [("vendor", _WEB / "assets" / "vendor"), ("handrail", _WEB / "assets" / "handrail")]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "handrail.web.versioned_assets.VersionedAssets"},
}
# Served from the package itself: an installed wheel needs no collecting of files.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 60 * 60
