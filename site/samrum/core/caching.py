"""What public views say about caching; everything else is never stored (core.middleware)."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

# Seconds that a shared cache (nginx' micro-cache) may keep a public answer. Browsers ask again each time,
# so an editor who publishes sees the new page.
SHARED_SECONDS = 30


def mark_public(response: HttpResponse, shared_seconds: int = SHARED_SECONDS) -> HttpResponse:
    """Allow shared caches to keep `response`, which must be the same for everybody."""
    patch_cache_control(response, public=True, max_age=0, s_maxage=shared_seconds)
    return response


def public_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view whose successful answer to GET is the same for everybody."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method in ("GET", "HEAD") and response.status_code == 200:
            mark_public(response)
        return response

    return wrapped
