"""The suite: fast password hashing, tasks at once, letters in the database, state in a temporary folder."""

import os
import tempfile
from pathlib import Path

data_dir = os.environ.setdefault("SAMRUM_DATA_DIR", tempfile.mkdtemp(prefix="samrum-test-"))
# Each worker of pytest-xdist has a folder of its own; its child processes share it.
worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if worker and Path(data_dir).name != worker:
    os.environ["SAMRUM_DATA_DIR"] = str(Path(data_dir) / worker)

from .base import *

SECRET_KEY = ALTCHA_HMAC_KEY = "only-for-tests"
# The second is that of the demo, whose site is made with the settings of `make run`.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
ALLOWED_HOSTS = ["*"]
SITE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
POST_OFFICE["BACKENDS"]["default"] = "django.core.mail.backends.locmem.EmailBackend"
if DATABASES["default"]["ENGINE"] == "samrum.core.sqlite":
    # A file, not memory: threads and child processes of a test see the same database.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
# An identity provider is set up, so that its ways in are tested; each test says where it answers.
OIDC_NAME = "Exempelkommun"
INSTALLED_APPS = [*INSTALLED_APPS, *(app for app in oidc.APPS if app not in INSTALLED_APPS)]
SOCIALACCOUNT_PROVIDERS = oidc.providers(
    client_id="samrum", secret=SECRET_KEY, url="http://localhost:1", name=OIDC_NAME
)
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns about a missing one
