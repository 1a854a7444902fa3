"""`/sok/` in Swedish, `/en/search/` in English. Included below each language's prefix."""

from django.urls import path
from django.utils.functional import lazy
from django.utils.translation import get_language

from .views import search


def _segment() -> str:
    # Not a translatable string: an address must not depend on a catalogue.
    return "sok/" if get_language() == "sv" else "search/"


urlpatterns = [path(lazy(_segment, str)(), search, name="search")]
