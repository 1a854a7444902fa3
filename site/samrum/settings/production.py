"""A real site. Everything secret comes from the environment; a missing value stops the start."""

from .base import *

PRODUCTION = True
SECRET_KEY = env("SECRET_KEY")
ALTCHA_HMAC_KEY = env("ALTCHA_HMAC_KEY", default=SECRET_KEY + "altcha")
ALLOWED_HOSTS = env.list("SAMRUM_HOSTS")
SITE_URL = WAGTAILADMIN_BASE_URL = env("SAMRUM_URL").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SAMRUM_REQUIRE_TWO_STEP = env.bool("SAMRUM_REQUIRE_TWO_STEP", default=True)
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
SERVE_MEDIA = env.bool("SAMRUM_SERVE_MEDIA", default=False)

vars().update(env.email_url("SAMRUM_SMTP_URL"))
EMAIL_BACKEND = "samrum.core.letters.EmailBackend"

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SAMRUM_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True

SILENCED_SYSTEM_CHECKS = [
    *SILENCED_SYSTEM_CHECKS,
    "security.W019",  # X_FRAME_OPTIONS is SAMEORIGIN: the admin's live preview is a frame
    "security.W021",  # the preload list of browsers is a decision of whoever owns the domain
]
