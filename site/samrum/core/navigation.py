"""What the frame of every page links to: main menu, breadcrumbs, footer, languages. Two queries in all."""

from dataclasses import dataclass, field
from functools import cache

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language
from wagtail.models import Page

from .addresses import home_path, page_path
from .models import BasePage
from .translations import by_language, is_translation_of

HOME_DEPTH = 2  # the tree's root is 1, the front page of each language 2
STEP = Page.steplen
SHOWN_FIELDS = (
    "title", "path", "depth", "url_path", "slug", "show_in_menus", "content_type_id", "translation_key", "alias_of_id",
    "locale__language_code",
)  # fmt: skip


@dataclass
class Link:
    title: str
    url: str
    page: Page | None = None
    is_current: bool = False  # this page
    is_open: bool = False  # this page lies below it


@dataclass
class Navigation:
    home: Link | None = None
    menu: list[Link] = field(default_factory=list)
    footer: list[Link] = field(default_factory=list)
    trail: list[Link] = field(default_factory=list)


@dataclass
class Language:
    """One entry of the language switch. Without `url` the page does not exist in it: `home_url` leads on."""

    code: str
    name: str
    is_current: bool
    url: str = ""
    home_url: str = ""


def navigation_for(request: HttpRequest, page: Page | None) -> Navigation:
    """The frame's links, from the page tree in one query, kept on the request.

    In the main menu: pages directly below the front page that editors marked for menus. In the footer: those that
    are not marked, of the page types that ask for it (`in_footer`).
    """
    known = getattr(request, "_navigation", None)
    if known is None:
        known = request._navigation = _collect(request, page)  # type: ignore[attr-defined]
    return known


def _collect(request: HttpRequest, page: Page | None) -> Navigation:
    path = page.path if page is not None and page.depth else ""
    ancestors = [path[: STEP * depth] for depth in range(HOME_DEPTH, len(path) // STEP)]
    if path:
        top = Q(path__startswith=path[: STEP * HOME_DEPTH])
    else:
        top = Q(locale__language_code=get_language() or settings.LANGUAGE_CODE)
    footer_types = _footer_types()
    shown = Q(show_in_menus=True) | Q(content_type__in=footer_types)
    wanted = Q(path__in=ancestors) | top & (Q(depth=HOME_DEPTH) | Q(depth=HOME_DEPTH + 1) & shown)
    # The same query finds the page's translations, which the language switch and the head ask for.
    ask_languages = isinstance(page, BasePage) and page.pk and "languages" not in vars(page)
    if ask_languages:
        wanted |= is_translation_of(page)
    found = list(
        Page.objects.live().filter(wanted).order_by("path").select_related("locale").only(*SHOWN_FIELDS)
    )
    if ask_languages and page is not None:
        same = [
            other
            for other in found
            if other.translation_key == page.translation_key and not other.alias_of_id
        ]
        page.languages = by_language(page, same)
    navigation = Navigation()
    for other in found:
        if not other.path.startswith(path[: STEP * HOME_DEPTH]):
            continue
        link = Link(
            other.title,
            page_path(other, request),
            other,
            is_current=other.path == path,
            is_open=path.startswith(other.path) and other.path != path,
        )
        if other.depth == HOME_DEPTH:
            navigation.home = link
        elif other.depth == HOME_DEPTH + 1 and other.show_in_menus:
            navigation.menu.append(link)
        elif other.depth == HOME_DEPTH + 1 and other.content_type_id in footer_types:
            navigation.footer.append(link)
        if other.path in ancestors:
            navigation.trail.append(link)
    return navigation


@cache
def _footer_models() -> list[type[BasePage]]:
    return [model for model in apps.get_models() if issubclass(model, BasePage) and model.in_footer]


def _footer_types() -> list[int]:
    return [
        content_type.pk for content_type in ContentType.objects.get_for_models(*_footer_models()).values()
    ]


def languages_for(request: HttpRequest, page: Page | None) -> list[Language]:
    """The language switch, honest: a link only where this page really exists in that language."""
    current = get_language() or settings.LANGUAGE_CODE
    translations = page.languages if isinstance(page, BasePage) and page.pk else None
    entries = []
    for code, name in settings.LANGUAGES:
        entry = Language(code, name, is_current=code == current, home_url=home_path(code))
        if translations is not None:
            other = translations.get(code)
            entry.url = page_path(other, request) if other is not None else ""
        elif _is_own_view(request):
            entry.url = translate_url(request.path, code)
        entries.append(entry)
    return entries


def _is_own_view(request: HttpRequest) -> bool:
    """Whether the address belongs to a view of ours, which speaks every language, not to the page tree."""
    match = getattr(request, "resolver_match", None)
    return match is not None and match.url_name != "wagtail_serve"
