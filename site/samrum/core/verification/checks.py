"""System checks: what would leave the human check of a real site open."""

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django_recaptcha.constants import TEST_PRIVATE_KEY, TEST_PUBLIC_KEY


@register()
def recaptcha_keys(app_configs, **kwargs) -> list[CheckMessage]:
    public, private = settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY
    if settings.PRODUCTION and (public == TEST_PUBLIC_KEY or private == TEST_PRIVATE_KEY):
        return [
            Error("These are Google's test keys for reCAPTCHA: they let everybody pass.", id="samrum.E010")
        ]
    if bool(public) != bool(private):
        return [Warning("reCAPTCHA needs both keys; with one of them ALTCHA is used.", id="samrum.W010")]
    return []


@register()
def counters_are_shared(app_configs, **kwargs) -> list[CheckMessage]:
    """Limits and used-up challenges are counted in the cache; each process of a real site would have its own."""
    if settings.PRODUCTION and settings.CACHES["default"]["BACKEND"].endswith("LocMemCache"):
        return [
            Warning(
                "Rate limits and the human check are counted by each process for itself.",
                hint="Set REDIS_URL: production runs several processes.",
                id="samrum.W011",
            )
        ]
    return []
