"""Settings of the test run: the real ones with a secret of their own and files in a folder that goes away."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "tests-only-" * 6)
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,testserver")
os.environ.setdefault("CALCITRACK_HTTPS", "False")
os.environ.setdefault("CALCITRACK_VAR", tempfile.mkdtemp(prefix="calcitrack-test-"))
os.environ.setdefault("CALCITRACK_CLINIC_PHONE", "01 555 0142")
os.environ.setdefault("CALCITRACK_CLINIC_HOURS", "weekdays 8 to 16")
os.environ.setdefault("CALCITRACK_ADVICE_PHONE", "116 117")

from calcitrack.settings import *  # noqa: F403
from calcitrack.settings import DATABASES, STORAGES

DEBUG = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# Speed only; the real one has a test of its own.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The matrix signs everybody in once and takes longer than the real five minutes on a busy machine.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 3600
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
if not os.environ.get("DATABASE_URL"):
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["CALCITRACK_VAR"], "test.sqlite3")}
