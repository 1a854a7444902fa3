"""What every environment shares. The table of environment variables is in the README."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import logs, oidc, private_files

BASE_DIR = Path(__file__).resolve().parents[3]
env = environ.Env()

# All state lives under one folder: database, media, private files, mail, locks.
DATA_DIR = Path(env("SAMRUM_DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = False
# True only in samrum.settings.production: the demo loader refuses to run there.
PRODUCTION = False
# The public address, without a final slash: calendars, feeds and letters build their links from it.
SITE_URL = env("SAMRUM_URL", default=f"http://localhost:{env('PORT', default='8000')}").rstrip("/")
ALLOWED_HOSTS = env.list("SAMRUM_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

INSTALLED_APPS = [
    "members.meetings",
    "members.library",
    "members.notices",
    "members",
    "network",
    "home",
    "samrum.core",
    "samrum.media",
    "samrum.users",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "samrum.users.apps.UsersAdminConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.embeds",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_altcha",
    "django_recaptcha",
    "django_tasks",
    "django_tasks_db",
    "post_office",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "samrum.core.middleware.KeyedAddressMiddleware",
    "samrum.core.whole_bodies.WholeBodyMiddleware",
    "samrum.core.middleware.ContentSecurityPolicyMiddleware",
    "samrum.core.middleware.DenyCacheMiddleware",
    # Before all that asks the database.
    "samrum.core.write_lock.middleware.WriteLockMiddleware",
    "samrum.core.sessions.SessionMiddleware",
    "samrum.core.middleware.LanguageMiddleware",
    "samrum.core.middleware.RefuseNulMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # After sign-in, before anything reads what was sent.
    "members.files.middleware.BodyLimitMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "samrum.users.middleware.AdminDoorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    # Last: it calls the view.
    "samrum.core.admin_transactions.AdminTransactionMiddleware",
]

ROOT_URLCONF = "samrum.urls"
WSGI_APPLICATION = "samrum.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["samrum.core.templatetags.samrum"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database -------------------------------------------------------------------------------------------
# SQLite by default; DATABASE_URL=postgres://... in production.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'samrum.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers queue instead of failing: with Django's stock settings 189 of 240 parallel writes failed, so: none.
    DATABASES["default"]["ENGINE"] = "samrum.core.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds; requests have less patience (samrum.core.write_lock)
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
        DATABASES["default"]["ENGINE"] = "samrum.core.postgresql"
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Each thread keeps its connection for a while: opening one costs as much as several queries, on SQLite too.
DATABASES["default"]["CONN_MAX_AGE"] = 60  # seconds

# --- Cache: rate limits and challenges need a shared one when several processes serve the site -----------
CACHES = {
    "default": env.cache("REDIS_URL", default="locmemcache://?max_entries=100000"),
    # Parts of public pages (core.fragments): each process' own, so that they cannot push the limits' counters out.
    "fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    # While Redis is away each process counts by itself: no error, and no open door.
    CACHES["default"]["BACKEND"] = "samrum.core.shared_cache.SharedCache"
    CACHES["default"]["OPTIONS"] = {"socket_timeout": 1, "socket_connect_timeout": 1}  # seconds

# --- Background work ------------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- People and sign-in ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["samrum.users.backends.AddressBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/rum/"  # those who may enter the admin land there
ACCOUNT_ADAPTER = "samrum.users.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no letter to strangers that invites them to sign up
ACCOUNT_EMAIL_NOTIFICATIONS = True  # "your password was changed"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_URL.split(":", 1)[0]
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before the address is changed
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "samrum.users.tokens.PasswordResetToken"
ACCOUNT_FORMS = {
    "add_email": "samrum.users.forms.ChangeAddressForm",
    "change_password": "samrum.users.forms.ChangePasswordForm",
    "login": "samrum.users.forms.SignInForm",
    "reset_password": "samrum.users.forms.ResetPasswordForm",
}
# Guesses and letters are counted by samrum.users.throttling, per account, device and address; an office behind one
# address must not wait because many sign in. What is left here protects the machine.
ACCOUNT_RATE_LIMITS = {
    "login": "",
    "login_failed": "",
    "reset_password": "",
    "reauthenticate": "",
    "change_password": "",
    "reset_password_from_key": "60/m/ip",
    "manage_email": "20/h/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("SAMRUM_TRUSTED_PROXIES", default=0)
# Accounts are made for an address that SKR knows; only a new one waits to be confirmed.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Real sites: nobody reaches the admin by password alone (samrum.users.middleware).
SAMRUM_REQUIRE_TWO_STEP = env.bool("SAMRUM_REQUIRE_TWO_STEP", default=False)
# Passwords are the person's own: a new user gets a link, administrators never see or set one.
WAGTAILUSERS_PASSWORD_ENABLED = False
MFA_ADAPTER = "samrum.users.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_FORMS = {
    "authenticate": "samrum.users.forms.AuthenticateForm",
    "reauthenticate": "samrum.users.forms.ReauthenticateForm",
    "activate_totp": "samrum.users.forms.ActivateCodeForm",
    "add_webauthn": "samrum.users.forms.AddPasskeyForm",
    "authenticate_webauthn": "samrum.users.forms.AuthenticateWithPasskeyForm",
    "login_webauthn": "samrum.users.forms.SignInWithPasskeyForm",
    "reauthenticate_webauthn": "samrum.users.forms.ReauthenticateWithPasskeyForm",
}
MFA_TOTP_ISSUER = "Samrum"
# OpenID Connect: the organisation's own identity provider beside password and passkeys.
SOCIALACCOUNT_ADAPTER = "samrum.users.oidc.SocialAdapter"
OIDC_NAME = ""
if oidc_id := env("SAMRUM_OIDC_ID", default=""):
    INSTALLED_APPS += oidc.APPS
    OIDC_NAME = env("SAMRUM_OIDC_NAME", default="OpenID Connect")
    SOCIALACCOUNT_PROVIDERS = oidc.providers(
        client_id=oidc_id, secret=env("SAMRUM_OIDC_SECRET"), url=env("SAMRUM_OIDC_URL"), name=OIDC_NAME
    )
SESSION_ENGINE = "samrum.core.sessions"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14  # seconds: two weeks
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SAMESITE = "Lax"

# --- Language -------------------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("sv", "Svenska"), ("en", "English")]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# A new translation is a draft: until somebody has translated it, it is Swedish text at an English address.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
LOCALE_PATHS = [BASE_DIR / "site/samrum/locale", BASE_DIR / "site/samrum/locale_upstream"]
LANGUAGE_COOKIE_NAME = "sprak"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

# --- Files ----------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "site/samrum/static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
# Without nginx the application itself answers for /media/ (the demo; production says no).
SERVE_MEDIA = env.bool("SAMRUM_SERVE_MEDIA", default=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "samrum.core.staticfiles.BundlingStaticFilesStorage"},
    # The rooms' files and attachments of outgoing mail.
    "private": private_files.storage(env, DATA_DIR),
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes, form fields
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # Wagtail's page editor sends many
# Files under way lie beside their later place, so that a large one is moved and not copied.
FILE_UPLOAD_TEMP_DIR = private_files.upload_folder(DATA_DIR)
FILE_UPLOAD_PERMISSIONS = 0o644
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# --- Private files (members.files) ----------------------------------------------------------------------
MAX_UPLOAD_MB = env.int("SAMRUM_MAX_UPLOAD_MB", default=100)
MAX_MANDATE_MB = env.int("SAMRUM_MAX_MANDATE_MB", default=10)
# All files of applications and of their unfinished forms, and among them those that nobody has confirmed yet.
MAX_APPLICATION_FILES_MB = env.int("SAMRUM_MAX_APPLICATION_FILES_MB", default=2000)
MAX_WAITING_FILES_MB = MAX_APPLICATION_FILES_MB // 10
# Of one person: drafts in the libraries of all rooms, and what waits there for review.
MAX_UNPUBLISHED_MB = env.int("SAMRUM_MAX_UNPUBLISHED_MB", default=2000)
# Whole requests, in MB, by how their address begins; the web server says the same (site/deploy/nginx.conf). A library
# form takes several files.
BODY_LIMITS = {"/admin/": 60, "/rum/": 3 * MAX_UPLOAD_MB, "": MAX_MANDATE_MB + 2}
# tcp://host:3310 or unix:/run/clamav/clamd.ctl: then nothing is taken in that clamd has not seen.
CLAMD = env("SAMRUM_CLAMD", default="")
# Where nginx serves private files that the application has allowed: "/private-files/". Empty: the application does.
ACCEL_PREFIX = private_files.accel_prefix(env)
# Downloads that a process streams at once; its other threads (gunicorn has 24 in each) answer for the pages.
DOWNLOADS_AT_ONCE = env.int("SAMRUM_DOWNLOADS_AT_ONCE", default=20)

# --- Wagtail --------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Samrum"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # "trygga-moten": addresses that can be read out and pasted anywhere
WAGTAIL_USER_TIME_ZONES = [
    "Europe/Stockholm"
]  # every time in the admin is Swedish time: nobody chooses another
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILIMAGES_IMAGE_MODEL = "media.SamrumImage"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024  # bytes
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []  # documents are downloaded, never shown in our origin
WAGTAILIMAGES_IMAGE_FORM_BASE = "samrum.media.forms.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "samrum.media.forms.DocumentForm"
WAGTAILDOCS_DOCUMENT_MODEL = "media.SamrumDocument"
WAGTAILDOCS_EXTENSIONS = [
    "csv",
    "docx",
    "dotx",
    "odt",
    "ods",
    "odp",
    "pdf",
    "potx",
    "pptx",
    "txt",
    "xlsx",
    "xltx",
    "zip",
]
WAGTAILEMBEDS_FINDERS: list[dict] = []  # nothing from a third party
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]},
    },
    # One paragraph of inline text.
    "inline": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "link"]},
    },
}

# --- Letters (outgoing mail) ----------------------------------------------------------------------------
EMAIL_BACKEND = "samrum.core.letters.EmailBackend"
DEFAULT_FROM_EMAIL = env("SAMRUM_FROM_EMAIL", default="Samrum <samrum@example.org>")
EMAIL_TIMEOUT = env.int("SAMRUM_SMTP_TIMEOUT", default=20)  # seconds
POST_OFFICE = {
    "BACKENDS": {"default": "samrum.core.smtp.EmailBackend"},
    "BATCH_SIZE": 1,
    "DEFAULT_PRIORITY": "low",  # samrum.core.letters.Urgency
    "LOCK_FILE_NAME": str(DATA_DIR / "mail.lock"),
    # The pause after a failed try grows from ten seconds to this; with so many tries a letter is given up after
    # about four days (samrum.core.mail).
    "MAX_RETRIES": 100,
    "RETRY_INTERVAL": timedelta(hours=1),
    "MESSAGE_ID_ENABLED": True,
    "MESSAGE_ID_FQDN": env("SAMRUM_MAIL_DOMAIN", default="samrum.example.org"),
    "THREADS_PER_PROCESS": 1,
    "LOG_LEVEL": 1,
    "FILE_STORAGE": "private",
}

# --- Human check ----------------------------------------------------------------------------------------
RECAPTCHA_PUBLIC_KEY = env("RECAPTCHA_PUBLIC_KEY", default="")
RECAPTCHA_PRIVATE_KEY = env("RECAPTCHA_PRIVATE_KEY", default="")
RECAPTCHA_VERIFY_REQUEST_TIMEOUT = 3  # seconds; then the sender confirms by letter
# Sendings of public forms per address and window: beyond the first number they are confirmed by letter, beyond the
# second they are refused. A whole municipality may share one address.
FORM_LIMIT_SECONDS = 600
FORM_LIMIT_CONFIRM = env.int("SAMRUM_FORM_LIMIT_CONFIRM", default=10)
FORM_LIMIT_REFUSE = env.int("SAMRUM_FORM_LIMIT_REFUSE", default=60)
# Letters a day to an address that somebody typed into a form: nobody is buried in mail through us.
CONFIRMATION_LETTERS_PER_DAY = 3
RECEIPTS_PER_DAY = env.int("SAMRUM_RECEIPTS_PER_DAY", default=20)
# How many proxies in front append to X-Forwarded-For; 0: the header is not believed.
TRUSTED_PROXIES = env.int("SAMRUM_TRUSTED_PROXIES", default=0)

# --- Security headers -----------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin's live preview

SILENCED_SYSTEM_CHECKS = [
    # No Google keys here: the check wants them even where ALTCHA is the provider.
    "django_recaptcha.recaptcha_test_key_error",
]

LOGGING, KEYED_ADDRESSES = logs.LOGGING, logs.KEYED_ADDRESSES

# For those who find a hole in the site: a mailto: or https: address (RFC 9116). Empty: the contact page.
SECURITY_CONTACT = env("SAMRUM_SECURITY_CONTACT", default="")

# What the site calls itself in the header, in letters and to machines.
ORGANISATION_NAME = env("SAMRUM_ORGANISATION", default="SKR")
SITE_TAGLINE = _("Networks of municipalities and regions")
