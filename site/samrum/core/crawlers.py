"""What search engines and security researchers look for at well-known addresses."""

import datetime
from collections import defaultdict

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import Page

from .addresses import absolute_url
from .caching import mark_public, public_view

# Not for search engines: they lead to forms, or answer endless questions.
CLOSED_TO_CRAWLERS = ("/admin/", "/konto/", "/rum/", "/sok/", "/en/search/")
SECURITY_CONTACT_PATH = "/kontakt/"
# RFC 9116 advises less than a year.
SECURITY_TXT_LIFETIME = datetime.timedelta(days=180)
FAVICON_SECONDS = 24 * 60 * 60
PLAIN_TEXT = "text/plain; charset=utf-8"


@require_safe
@conditional_page
@public_view
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page, with its real translations (sitemaps.org, hreflang as Google reads it). One query.

    Aliases are left out: they are another page's text under a second address.
    """
    pages = (
        Page.objects.live()
        .filter(alias_of__isnull=True, depth__gt=1)
        .select_related("locale")
        .order_by("path")
        .only(
            "url_path",
            "slug",
            "depth",
            "path",
            "translation_key",
            "locale__language_code",
            "last_published_at",
        )
    )
    addresses = [(page, absolute_url(url)) for page in pages if (url := page.get_url(request))]
    languages: dict = defaultdict(dict)
    for page, address in addresses:
        languages[page.translation_key][page.locale.language_code] = address
    urlset = [
        {
            "location": address,
            "lastmod": page.last_published_at,
            "alternates": alternates(languages[page.translation_key]),
        }
        for page, address in addresses
    ]
    return render(request, "sitemap.xml", {"urlset": urlset}, content_type="application/xml; charset=utf-8")


def alternates(addresses: dict[str, str]) -> list[dict[str, str]]:
    """The hreflang links of a page, from language code -> address; none when it exists in one language alone.

    All of them name the page itself too, and Swedish is what readers of other languages get (x-default).
    """
    if len(addresses) < 2:
        return []
    links = [{"lang_code": code, "location": address} for code, address in sorted(addresses.items())]
    if source := addresses.get(settings.LANGUAGE_CODE):
        links.append({"lang_code": "x-default", "location": source})
    return links


@require_safe
@public_view
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED_TO_CRAWLERS)]
    lines += ["", f"Sitemap: {absolute_url(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type=PLAIN_TEXT)


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For programs that look at `/favicon.ico` without reading the page."""
    return mark_public(redirect(static("img/favicon.ico")), FAVICON_SECONDS)


@require_safe
@public_view
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116. `Expires` moves on by itself while the site is run."""
    expires = (timezone.now() + SECURITY_TXT_LIFETIME).astimezone(datetime.UTC)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT or absolute_url(SECURITY_CONTACT_PATH)}",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: sv, en",
        f"Canonical: {absolute_url(request.path)}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type=PLAIN_TEXT)
