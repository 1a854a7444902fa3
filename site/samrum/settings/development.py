"""A site on one's own machine: `make run` (DEBUG off, as visitors see it) and `make dev` (SAMRUM_DEBUG=1)."""

from django.core.management.utils import get_random_secret_key

from .base import *

DEBUG = env.bool("SAMRUM_DEBUG", default=False)

_key_file = DATA_DIR / "secret-key"
if not _key_file.exists():
    _key_file.touch(mode=0o600)
    _key_file.write_text(get_random_secret_key())
SECRET_KEY = _key_file.read_text()
ALTCHA_HMAC_KEY = SECRET_KEY + "altcha"

# Letters land as readable files; with SAMRUM_SMTP_URL they go out for real.
if smtp_url := env("SAMRUM_SMTP_URL", default=""):
    vars().update(env.email_url_config(smtp_url))
    EMAIL_BACKEND = "samrum.core.letters.EmailBackend"
else:
    EMAIL_FILE_PATH = DATA_DIR / "mail"
    POST_OFFICE["BACKENDS"]["default"] = "django.core.mail.backends.filebased.EmailBackend"

# The demo's password is known to all, so passwords are not judged here.
AUTH_PASSWORD_VALIDATORS = []
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
