"""Rules for every response: language from the address, nothing cached unless said, a strict content policy."""

from collections.abc import Callable

from csp.constants import UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from .log_records import KEYED

GetResponse = Callable[[HttpRequest], HttpResponse]
# Addresses without a language of their own: they speak the language that the reader chose.
CHOSEN_LANGUAGE_PREFIXES = ("/konto/", "/rum/")


class LanguageMiddleware:
    """Public pages take their language from the address alone, so that they are the same for everybody.

    Django's own LocaleMiddleware looks at cookies and Accept-Language, which makes answers vary per visitor.
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = self.language_for(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or language)
            return response

    @staticmethod
    def language_for(request: HttpRequest) -> str:
        languages = dict(settings.LANGUAGES)
        if request.path_info.startswith(CHOSEN_LANGUAGE_PREFIXES):
            chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
            return chosen if chosen in languages else settings.LANGUAGE_CODE
        first_segment = request.path_info.split("/", 2)[1] if "/" in request.path_info else ""
        return first_segment if first_segment in languages else settings.LANGUAGE_CODE


class KeyedAddressMiddleware:
    """A key in an address (KEYED_ADDRESSES) is not told to the next page, nor to the web server's log of it.

    Not "no-referrer": browsers would then send the form without an Origin, and the CSRF check refuse it.
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if KEYED.search(request.get_full_path()):
            response["Referrer-Policy"] = "strict-origin"
        return response


class DenyCacheMiddleware:
    """`Cache-Control: private, no-store` unless a view has said otherwise: deny by default."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
            response["Cache-Control"] = "private, no-store"
        return response


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy of the settings everywhere; Wagtail's admin needs inline script and style.

    While a picture is uploaded the admin shows it from the browser's own memory (`blob:`).
    No nonce there: a nonce would make browsers ignore 'unsafe-inline'.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith("/admin/"):
            parts.update = {
                "img-src": ["blob:"],
                "script-src": [UNSAFE_INLINE],
                "style-src": [UNSAFE_INLINE],
            }
        elif sources := getattr(request, "csp_update", None):
            # The page has a form whose human check needs more (core.verification.providers).
            parts.update = sources
        return parts


class RefuseNulMiddleware:
    """A NUL byte in an address is never meant: 400, once and for all. PostgreSQL cannot even be asked about it.

    What forms send is theirs to refuse: Django's form fields do. But not in any encoding that Python knows: some of
    them cannot be read at all, others yield half characters that no database takes. Browsers send UTF-8.
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path_info or "\x00" in query or "%00" in query:
            raise BadRequest("NUL in the address")
        charset = request.content_params.get("charset", "utf-8")  # type: ignore[union-attr]
        if charset.lower() not in ("utf-8", "utf8"):
            raise BadRequest("Not in UTF-8")
        return self.get_response(request)
