"""What operators read, and what they never do: the key in the address of a link."""

# How an address begins whose rest opens something for whoever has it. Log lines end there (samrum.core.log_records), the
# next page is not told of it (samrum.core.middleware), and site/deploy/nginx.conf says the same again.
KEYED_ADDRESSES = (
    "/konto/lank/(?!skickad/)",
    "/konto/confirm-email/",
    "/konto/password/reset/key/(?!done/)",
    "/konto/oidc/[^/%]+/login/callback/",
    "/kontakt/bekrafta/",
    "/contact/confirm/",
    "/rum/inbjudan/",
    "/rum/brev/",
    "/rum/kalender/",
    "/ansokan/(?:bekrafta|aterta|mandat)/",
    "/application/(?:confirm|withdraw|mandate)/",
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "samrum": {"level": "INFO"},
        "network": {"level": "INFO"},
        "members": {"level": "INFO"},
        "post_office": {"level": "WARNING", "handlers": ["console"], "propagate": False},
    },
}
