"""The languages of the site: Swedish is the source, English is translated from it."""

from django.conf import settings
from wagtail.models import Locale


def setup() -> None:
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
