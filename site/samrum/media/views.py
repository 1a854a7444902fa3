"""Files for visitors. Everything here is public; what is private never comes near this app."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.documents.views.serve import serve as serve_wagtail_document

from samrum.core.caching import mark_public

# Images rarely change under their name: who replaces one gets another name as long as the old file is there.
IMAGE_SECONDS = 7 * 24 * 60 * 60


@require_safe
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """A document, streamed as an attachment. A file that shows itself in the browser may do nothing there."""
    response = serve_wagtail_document(request, document_id, document_filename)
    if response.status_code in (200, 304):
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        mark_public(response)
    return response


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Images, where no web server in front answers for them."""
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except OSError as error:  # a name that is too long for any file
        raise Http404 from error
    patch_cache_control(response, public=True, max_age=IMAGE_SECONDS)
    return response
