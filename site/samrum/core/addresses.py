"""Full addresses for those who read outside a browser, and addresses in the words of each language."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import get_language
from wagtail.models import Page


def absolute_url(target: Page | str) -> str:
    """The public address of a page or of a path such as `/kontakt/`.

    Built from settings.SITE_URL, not from the Host header, which a stranger may write.
    """
    path = target if isinstance(target, str) else page_path(target)
    return path if "://" in path else f"{settings.SITE_URL}{path}"


def page_path(page: Page, request: HttpRequest | None = None) -> str:
    """The path of a page, as `page.get_url(request)` gives it; "" where it has none.

    Without the query for the site of the request and the work that addresses of several sites take: a frame and a
    line of forty meetings ask for many addresses.
    """
    roots = page._get_site_root_paths(request)  # kept on the request
    if len({root.site_id for root in roots}) != 1:
        return page.get_url(request) or ""
    for root in roots:
        if page.url_path.startswith(root.root_path):
            return home_path(root.language_code) + page.url_path.removeprefix(root.root_path)
    return ""


def home_path(code: str) -> str:
    return "/" if code == settings.LANGUAGE_CODE else f"/{code}/"


def _route(routes: dict[str, str]) -> str:
    return routes.get(get_language() or "", routes[settings.LANGUAGE_CODE])


_lazy_route = lazy(_route, str)


def route_in_language(**routes: str):
    """A route for `path()` inside i18n_patterns: `route_in_language(sv="flode/", en="feed/")`.

    In code and not in the catalogue: an address must not change because a translation is corrected.
    """
    return _lazy_route(routes)
