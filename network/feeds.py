"""News for feed readers: `/flode/` and `/en/feed/` (Atom, RFC 4287)."""

import datetime
import uuid
from collections import defaultdict

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import Page

from network.models import FactsPage, MeetingPage, NetworkPage
from samrum.core.addresses import absolute_url
from samrum.core.caching import public_view
from samrum.core.plain_text import printable

ENTRIES_AT_MOST = 50


class NewsFeed(Feed):
    """Networks and facts, the latest change first. A network changes too when one of its meetings does."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> str:
        return get_language() or settings.LANGUAGE_CODE

    def feed_guid(self, language: str) -> str:
        return urn("feed", language)

    def link(self, language: str) -> str:
        return absolute_url("/" if language == settings.LANGUAGE_CODE else f"/{language}/")

    def feed_url(self, language: str) -> str:
        return absolute_url(reverse("feed"))

    def title(self) -> str:
        return _("%(site)s: networks and facts") % {"site": settings.WAGTAIL_SITE_NAME}

    def subtitle(self) -> str:
        return str(settings.SITE_TAGLINE)

    def author_name(self) -> str:
        return settings.ORGANISATION_NAME

    def items(self, language: str) -> list[Page]:
        meetings: dict[str, list[datetime.datetime]] = defaultdict(list)
        for path, changed in (
            MeetingPage.objects.live()
            .filter(locale__language_code=language, last_published_at__isnull=False)
            .values_list("path", "last_published_at")
        ):
            meetings[path[: -MeetingPage.steplen]].append(changed)
        found = []
        for model in (NetworkPage, FactsPage):
            for page in (
                model.objects.live()
                .filter(
                    locale__language_code=language, alias_of__isnull=True, last_published_at__isnull=False
                )
                .select_related("locale")
                .defer_streamfields()
            ):
                page.changed_at = max([page.last_published_at, *meetings[page.path]])
                found.append(page)
        return sorted(found, key=lambda page: page.changed_at, reverse=True)[:ENTRIES_AT_MOST]

    def item_title(self, page: Page) -> str:
        return printable(page.title)

    def item_description(self, page: Page) -> str:
        return escape(printable(page.get_meta_description()))

    def item_link(self, page: Page) -> str:
        return absolute_url(page)

    def item_guid(self, page: Page) -> str:
        return urn(str(page.translation_key), page.locale.language_code)

    def item_pubdate(self, page: Page) -> datetime.datetime | None:
        return page.first_published_at

    def item_updateddate(self, page: Page) -> datetime.datetime:
        return page.changed_at

    def item_categories(self, page: Page) -> list[str]:
        if isinstance(page, NetworkPage):
            return [page.get_kind_display(), page.get_status_display()]
        return [str(page._meta.verbose_name)]


def urn(name: str, language: str) -> str:
    """An id that outlives a move of the page or of the site (RFC 4287, 4.2.6), one per language."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"samrum/{language}/{name}").urn


news = require_safe(conditional_page(public_view(NewsFeed())))
