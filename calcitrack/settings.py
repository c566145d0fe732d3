"""All settings. What an operator may change is read from the environment and listed in docs/deploy.md."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from calcitrack.env import env_bool, env_int, env_list, env_str

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env_str("CALCITRACK_VAR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# ---- mode -----------------------------------------------------------------------------------------
DEBUG = env_bool("DEBUG", False)
DEMO = env_bool("CALCITRACK_DEMO", False)
if DEMO and not DEBUG:
    raise ImproperlyConfigured(
        "Demo mode lets anybody enter as any demo person, so it only runs with DEBUG=True. "
        "Unset CALCITRACK_DEMO or set DEBUG=True."
    )
SECRET_KEY = env_str("SECRET_KEY", "only-for-development-" * 3 if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY to a long random value (docs/deploy.md says how).")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEBUG else "")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

# ---- applications ---------------------------------------------------------------------------------
INSTALLED_APPS = [
    "calcitrack",
    "accounts",
    "lesions",
    "labs",
    "care",
    "education",
    "timeline",
    "records",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_include_bootstrap",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "calcitrack.middleware.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "accounts.middleware.RecordMiddleware",
]
ROOT_URLCONF = "calcitrack.urls"
WSGI_APPLICATION = "calcitrack.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["accounts.templatetags.addresses"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.site",
            ],
        },
    }
]
MESSAGE_STORAGE = "accounts.message_storage.RecordStorage"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# ---- database -------------------------------------------------------------------------------------
DATABASE_URL = env_str("DATABASE_URL")
DATABASES: dict[str, Any]
if DATABASE_URL:
    DATABASES = {
        "default": dict(dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True))
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR_DIR / "calcitrack.sqlite3",
            "CONN_MAX_AGE": None,
            # IMMEDIATE: a write waits its turn instead of failing half-way;
            # FULL: an acknowledged entry survives a power cut.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 10,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        # Sign-in limits live here, so every worker must share it.
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = env_int("CALCITRACK_SESSION_DAYS", 14) * 86400
TASKS = {
    "default": {
        "BACKEND": env_str("CALCITRACK_TASKS", "django_tasks.backends.immediate.ImmediateBackend"),
    }
}

# ---- people ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "timeline:home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {"signup": "accounts.forms.SignUpForm"}
# No mail to addresses that have no account: the page answers the same either way.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Counted in the shared cache, so that every worker sees the same number.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "confirm_email": "1/3m/key",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# The code before and the code after count too: phone clocks are not exact.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {"add_webauthn": "accounts.forms.AddPasskeyForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
# Encrypts secrets of second factors in the database; without one it is derived from SECRET_KEY.
FIELD_KEY = env_str("CALCITRACK_FIELD_KEY", "")

# ---- language and time ----------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
# Every text is wrapped for translation; with one language, looking it up would cost a tenth of every page.
USE_I18N = len(LANGUAGES) > 1
TIME_ZONE = "UTC"
USE_TZ = True

# ---- files ----------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
PRIVATE_ROOT = VAR_DIR / "private"
STORAGES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "unused"},
    },
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": PRIVATE_ROOT,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
PHOTO_MAX_BYTES = 25 * 1024 * 1024
PHOTO_MAX_PIXELS = 50_000_000
PHOTO_MAX_FILES = 12
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 40

# Drawn parts of pages are kept beside the record (timeline/kept.py); while developing, each look draws anew.
KEPT_FRAGMENTS = not DEBUG

# ---- mail: the sender's name and every subject are neutral ----------------------------------------
EMAIL_URL_HOST = env_str("EMAIL_HOST")
if EMAIL_URL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = EMAIL_URL_HOST
    EMAIL_PORT = env_int("EMAIL_PORT", 587)
    EMAIL_HOST_USER = env_str("EMAIL_HOST_USER")
    EMAIL_HOST_PASSWORD = env_str("EMAIL_HOST_PASSWORD")
    EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", True)
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 20
MAIL_SENDER_NAME = env_str("CALCITRACK_MAIL_SENDER", "Your record")
DEFAULT_FROM_EMAIL = f"{MAIL_SENDER_NAME} <{env_str('CALCITRACK_MAIL_FROM', 'no-reply@localhost')}>"
SERVER_EMAIL = env_str("CALCITRACK_MAIL_FROM", "no-reply@localhost")
# The address that links in mails begin with; a forged Host header cannot change it.
SITE_URL = env_str(
    "CALCITRACK_SITE_URL",
    f"http://localhost:{env_str('PORT', '8000')}"
    if DEBUG
    else f"https://{(ALLOWED_HOSTS or ['localhost'])[0]}",
).rstrip("/")
# Shown in authenticator apps, which other people see too.
MFA_TOTP_ISSUER = MAIL_SENDER_NAME

# ---- the operator ---------------------------------------------------------------------------------
OPERATOR = {
    "name": env_str("CALCITRACK_OPERATOR_NAME", "the operator of this site"),
    "email": env_str("CALCITRACK_OPERATOR_EMAIL", "operator@localhost"),
    "address": env_str("CALCITRACK_OPERATOR_ADDRESS"),
    "privacy_contact": env_str("CALCITRACK_PRIVACY_CONTACT"),
    "hosting": env_str("CALCITRACK_HOSTING", ""),
}
CLINIC = {
    "name": env_str("CALCITRACK_CLINIC_NAME", ""),
    "phone": env_str("CALCITRACK_CLINIC_PHONE", "01 555 0142" if DEMO else ""),
    "hours": env_str("CALCITRACK_CLINIC_HOURS", "weekdays 8 to 16" if DEMO else ""),
    "advice_phone": env_str("CALCITRACK_ADVICE_PHONE", "116 117" if DEMO else ""),
    "emergency_phone": env_str("CALCITRACK_EMERGENCY_PHONE", "112"),
}
SIGN_UP_OPEN = env_bool("CALCITRACK_SIGN_UP_OPEN", True)
MINIMUM_AGE_YEARS = env_int("CALCITRACK_MINIMUM_AGE", 16)
HANDOVER_AGE_YEARS = env_int("CALCITRACK_HANDOVER_AGE", 16)
CONSENT_VERSION = env_str("CALCITRACK_CONSENT_VERSION", "2026-11")
GRACE_DAYS = env_int("CALCITRACK_GRACE_DAYS", 30)

# ---- security headers -----------------------------------------------------------------------------
# Named as in Django 6, so that its own middleware can take over.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:", "blob:"],
    "connect-src": ["'self'"],
    "font-src": ["'self'"],
    "manifest-src": ["'self'"],
    "worker-src": ["'self'"],
    "object-src": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}
PERMISSIONS_POLICY: dict[str, Any] = {
    name: []
    for name in (
        "autoplay",
        "display-capture",
        "geolocation",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
} | {
    # the level of the camera page: browsers hand out the tilt only where both are open
    "accelerometer": "self",
    "gyroscope": "self",
    "camera": "self",
    "publickey-credentials-get": "self",
    "publickey-credentials-create": "self",
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "accounts.views.csrf_failure"
HTTPS = env_bool("CALCITRACK_HTTPS", not DEBUG)
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = env_bool("CALCITRACK_HSTS_PRELOAD", False)
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    # Only behind a proxy that always sets the header, and only when the operator says so.
    if env_bool("CALCITRACK_BEHIND_PROXY", False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("CALCITRACK_PROXY_COUNT", 0)

SIMPLE_HISTORY_HISTORY_ID_USE_UUID = True
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = False

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"hide_secrets": {"()": "calcitrack.log_filter.HideSecrets"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["hide_secrets"]}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.server": {"level": env_str("CALCITRACK_REQUEST_LOG", "WARNING"), "propagate": True}},
}
