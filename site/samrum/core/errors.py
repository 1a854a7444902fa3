"""The pages of errors: handlers named in samrum.urls. Each speaks the language of the address."""

import logging
import sys
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.models import Page, Site

from .middleware import LanguageMiddleware
from .write_lock.faults import takes_no_writes

MAX_PATH = 1000  # characters; a longer address is no page, and the database is not asked for it

logger = logging.getLogger(__name__)


@dataclass
class WayOn:
    """What the reader of a missing page may have sought."""

    above: Page | None = None  # the nearest existing page above the address
    elsewhere: list[Page] = field(default_factory=list)  # the page itself, in other languages


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request itself is broken, perhaps its Host header: nothing is asked of it or of the database."""
    return _plain(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", {"way_on": way_on(request)}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Works without a database, and if need be without templates and static files.

    What comes from a database that takes no writes, outside the views (core.write_lock answers for those), is 503.
    """
    return _plain(request, 503 if takes_no_writes(sys.exc_info()[1]) else 500)


def way_on(request: HttpRequest) -> WayOn:
    """Two queries at most."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    if len(request.path_info) > MAX_PATH:
        return WayOn()
    roots = {root.language_code: root.root_path for root in reversed(Site.get_site_root_paths())}
    segments = [segment for segment in request.path_info.split("/") if segment]
    if segments[:1] == [language]:
        segments = segments[1:]
    root = roots.get(language)
    above = [_url_path(root, segments[:end]) for end in range(len(segments) + 1)] if root else []
    same_place = [_url_path(other, segments) for other in roots.values()]
    found = list(
        Page.objects.filter(url_path__in={*above, *same_place}).select_related("locale").order_by("-depth")
    )
    # A page that is not live says nothing of itself here, but its translations may be shown.
    keys = {page.translation_key for page in found if page.url_path in same_place and segments}
    elsewhere = (
        Page.objects.live()
        .filter(translation_key__in=keys, alias_of__isnull=True)
        .exclude(locale__language_code=language)
        .select_related("locale")
    )
    return WayOn(
        above=next((page for page in found if page.live and page.url_path in above), None),
        elsewhere=list(elsewhere) if keys else [],
    )


def _url_path(root: str, segments: list[str]) -> str:
    return root + "".join(f"{segment}/" for segment in segments)


def _plain(request: HttpRequest, status: int) -> HttpResponse:
    language = LanguageMiddleware.language_for(request)
    try:
        with translation.override(language):
            body = render_to_string(f"{status}.html", {"language": language})
        response = HttpResponse(body, status=status)
    except Exception:
        logger.exception("The page for error %s could not be made", status)
        response = HttpResponse(f"{status}", status=status, content_type="text/plain")
    response["Content-Language"] = language
    return response
