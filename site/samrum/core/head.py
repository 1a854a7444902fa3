"""What the head of a page says to machines: address, languages, description, Open Graph, JSON-LD."""

from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from wagtail.images.models import AbstractImage, AbstractRendition

from . import structured_data
from .addresses import absolute_url, page_path
from .crawlers import alternates
from .models import BasePage
from .navigation import HOME_DEPTH, Link

DESCRIPTION_LENGTH = 300  # characters
SHARED_IMAGE = "fill-1200x630|format-jpeg"
OPEN_GRAPH_LOCALES = {"sv": "sv_SE", "en": "en_GB"}


@dataclass
class Head:
    title: str
    description: str
    canonical: str
    type: str
    locale: str
    other_locales: list[str] = field(default_factory=list)
    alternates: list[dict[str, str]] = field(default_factory=list)
    image: AbstractRendition | None = None
    image_url: str = ""
    structured_data: SafeString | str = ""


def head_for(page: BasePage, trail: list[Link], request: HttpRequest | None) -> Head:
    """`trail`: the pages above `page`, which the breadcrumbs have fetched already."""
    code = page.locale.language_code
    address = absolute_url(page_path(page, request))
    addresses = {code: address}
    if page.pk:
        addresses |= {
            language: absolute_url(page_path(other, request))
            for language, other in page.languages.items()
            if other is not None and other.pk != page.pk
        }
    original = page.alias_of if page.alias_of_id else None
    things = page.structured_data()
    if trail:
        places = [(link.title, absolute_url(link.url)) for link in trail]
        things = [*things, structured_data.breadcrumbs([*places, (page.title, address)])]
    head = Head(
        title=page.seo_title or page.title,
        description=description(page),
        canonical=absolute_url(original) if original else address,
        type="website" if page.depth == HOME_DEPTH else "article",
        locale=OPEN_GRAPH_LOCALES[code],
        other_locales=[OPEN_GRAPH_LOCALES[other] for other in addresses if other != code],
        alternates=[] if original else alternates(addresses),
        structured_data=structured_data.script(things),
    )
    if image := first_image(page):
        head.image = rendition = image.get_rendition(SHARED_IMAGE)
        head.image_url = absolute_url(rendition.url)
    return head


def description(page: BasePage) -> str:
    """One line. Never empty: a page without a lead says what it is and where it stands."""
    text = " ".join(page.get_meta_description().split())
    return Truncator(text or f"{page.title}. {settings.SITE_TAGLINE}.").chars(DESCRIPTION_LENGTH)


def first_image(page: BasePage) -> AbstractImage | None:
    """The first picture of the sections that says something; decoration is not worth sharing."""
    for block in getattr(page, "body", None) or ():
        if block.block_type != "section":
            continue
        for part in block.value["content"]:
            if part.block_type != "figure":
                continue
            image = part.value["image"]
            if image is not None and not image.decorative:
                return image
    return None
