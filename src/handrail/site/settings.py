"""Django settings. Everything that differs between installations comes from the environment and the home folder.

The variables are described in docs/reference/settings.md.
"""

import os
import secrets

from handrail.site.addresses import APP_ROLE, OWNER_ROLE, django_database
from handrail.site.home import Home
from handrail.site.log_format import LOGGING  # noqa: F401
from handrail.site.settings_web import *  # noqa: F403
from handrail.site.settings_web import WEB_APPS

HANDRAIL_HOME = Home.from_environment()
HANDRAIL_KEY_DIR = HANDRAIL_HOME.keys
HANDRAIL_DEMO = HANDRAIL_HOME.demo_marker.exists()

# A key of the moment lets settings load where there is no home yet; `handrail serve` refuses to start without the file.
SECRET_KEY = (
    HANDRAIL_HOME.secret_key.read_text(encoding="utf-8").strip()
    if HANDRAIL_HOME.secret_key.exists()
    else secrets.token_urlsafe(64)
)
DEBUG = False

_SERVED_AT = (
    HANDRAIL_HOME.demo_address.read_text(encoding="utf-8").strip()
    if HANDRAIL_HOME.demo_address.exists()
    else "http://localhost:8000"
)
HANDRAIL_ADDRESS = os.environ.get("HANDRAIL_ADDRESS", _SERVED_AT).rstrip("/")
ALLOWED_HOSTS = os.environ.get("HANDRAIL_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [HANDRAIL_ADDRESS]

INSTALLED_APPS = [
    *WEB_APPS,
    "procrastinate.contrib.django",
    "handrail.ledger",
    "handrail.vault",
    "handrail.gate",
    "handrail.duties",
    "handrail.provenance",
    "handrail.directory",
    "handrail.services",
    "handrail.sharing",
    "handrail.casework",
    "handrail.questions",
    "handrail.matching",
    "handrail.assessments",
    "handrail.meetings",
    "handrail.costs",
    "handrail.oversight",
    "handrail.exchange",
    "handrail.upkeep",
    "handrail.web",
]
ROOT_URLCONF = "handrail.site.urls"
WSGI_APPLICATION = "handrail.site.wsgi.application"
AUTH_USER_MODEL = "directory.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# "default" is what the product runs as. "owner" exists for migrations and backups only.
DATABASES = {
    "default": django_database(APP_ROLE, HANDRAIL_HOME),
    "owner": django_database(OWNER_ROLE, HANDRAIL_HOME),
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "site_cache",
        "TIMEOUT": 300,
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

# Argon2id first, as OWASP recommends; the rest of Django's list would only be needed to import old accounts.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# The demo writes its mail to the worker's log; everywhere else it goes through SMTP.
EMAIL_BACKEND = (
    "django.core.mail.backends.console.EmailBackend"
    if HANDRAIL_DEMO and not os.environ.get("HANDRAIL_SMTP_HOST")
    else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_HOST = os.environ.get("HANDRAIL_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("HANDRAIL_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("HANDRAIL_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("HANDRAIL_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("HANDRAIL_SMTP_STARTTLS", "") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("HANDRAIL_MAIL_FROM", "handrail@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Cookies leave the browser over TLS only. The demo speaks plain HTTP to the same machine.
SESSION_COOKIE_SECURE = not HANDRAIL_DEMO
CSRF_COOKIE_SECURE = not HANDRAIL_DEMO
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("HANDRAIL_BEHIND_PROXY") == "1" else None
)
SECURE_HSTS_SECONDS = 0 if HANDRAIL_DEMO else 31_536_000
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Uploads are limited before they are parsed and never touch the disk: a temporary file would be plaintext at rest.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_HANDLERS = ["handrail.web.uploads.InMemory"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
PROCRASTINATE_IMPORT_PATHS = ["handrail.site.tasks"]
