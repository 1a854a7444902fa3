"""Refuses a request that is too large before it is read: Django itself would write any size to the disk."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

logger = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
BLOCK = 64 * 1024  # bytes
PATIENCE = 60  # seconds
STALLED = 10  # seconds


class BodyLimitMiddleware:
    """413 beyond BODY_LIMITS. The larger limits are for those who have signed in.

    The text of the page can be read only if the browser has sent all it wanted to: so what comes is thrown away for
    a while, and the connection closed after that.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = _length(request)
        limit = body_limit(request.path_info)
        least = body_limit("")
        if length > least and (length > limit or not request.user.is_authenticated):
            _throw_away(request, length)
            context = {"most": (limit if request.user.is_authenticated else least) - MEGABYTE}
            return render(request, "413.html", context, status=413)
        return self.get_response(request)


def body_limit(path: str) -> int:
    """In bytes, for addresses like `path`."""
    megabytes = next(most for prefix, most in settings.BODY_LIMITS.items() if path.startswith(prefix))
    return megabytes * MEGABYTE


def _length(request: HttpRequest) -> int:
    declared = request.META.get("CONTENT_LENGTH") or "0"
    return int(declared) if declared.isdecimal() else 0


def _throw_away(request: HttpRequest, length: int) -> None:
    if connected := request.META.get("gunicorn.socket"):
        connected.settimeout(STALLED)
    until = time.monotonic() + PATIENCE
    try:
        while length > 0 and time.monotonic() < until and (block := request.read(min(BLOCK, length))):
            length -= len(block)
    except OSError as error:
        logger.info("A request that is too large was not waited for: %s", error)
