"""Hands out a private file. Whoever calls this has made sure that the reader may have it."""

import logging
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any
from urllib.parse import quote

from botocore.exceptions import ClientError
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.http.response import HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.http import content_disposition_header

from samrum.media.inspection.findings import NOT_SHOWN

from . import ranges
from .kinds import SHOWN
from .slots import Slot

logger = logging.getLogger(__name__)

BLOCK = 64 * 1024  # bytes
# A reader who takes nothing for so long has gone away.
STALLED = 60  # seconds
RETRY_AFTER = 30  # seconds
POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


def serve_file(
    request: HttpRequest,
    file: FieldFile,
    *,
    name: str,
    content_type: str,
    size: int,
    sha256: str,
    findings: int = 0,
) -> HttpResponseBase:
    """Answer GET, HEAD, Range and conditional requests with the file under its `name`; 429 when too many do at once.

    `findings` is what the checks have found in it: a PDF with scripts is downloaded, never shown.
    Raises Http404 when the file is missing in its storage.
    """
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    etag = f'"{sha256}"'
    shown = content_type in SHOWN and not findings & NOT_SHOWN
    if ranges.is_unchanged(request, etag):
        return _dressed(HttpResponse(status=304), name, content_type, etag, shown)
    if settings.ACCEL_PREFIX and isinstance(file.storage, FileSystemStorage):
        response: HttpResponseBase = HttpResponse()
        response["X-Accel-Redirect"] = settings.ACCEL_PREFIX + quote(str(file.name))
        return _dressed(response, name, content_type, etag, shown)
    try:
        asked = ranges.wanted(request, size, etag)
    except ranges.Unsatisfiable:
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        return _dressed(response, name, "text/plain", etag, False)
    part = range(size) if asked is None else asked
    if request.method == "HEAD":
        response = HttpResponse()
    else:
        response = streamed(request, lambda: _stream(file, part))
        if response.status_code == 429:
            return response
    if asked is not None:
        response.status_code = 206
        response["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    response["Content-Length"] = str(len(part))
    return _dressed(response, name, content_type, etag, shown)


def streamed(request: HttpRequest, open_stream: Callable[[], StreamingHttpResponse]) -> HttpResponseBase:
    """What `open_stream` makes, in one of the slots for downloads; 429 with words when none is free."""
    slot = Slot.take()
    if slot is None:
        response = render(request, "members/files/busy.html", status=429)
        response["Retry-After"] = str(RETRY_AFTER)
        return response
    stream = open_stream()
    stream._resource_closers.append(slot.release)  # type: ignore[attr-defined]
    # gunicorn alone: behind a web server that buffers, nobody is slow.
    if connected := request.META.get("gunicorn.socket"):
        connected.settimeout(STALLED)
    return stream


def let_go_of_the_database() -> None:
    """Called when the first byte is sent: reading may take an hour, and others need the connection."""
    if not connection.in_atomic_block:
        connection.close()


def let_go_first(blocks: Iterable[bytes]) -> Iterator[bytes]:
    let_go_of_the_database()
    yield from blocks


class FilePart:
    """Some bytes of an open file, for `wsgi.file_wrapper`: the system copies them to the socket by itself."""

    def __init__(self, file: Any, part: range):
        self._file = file
        self._left = len(part)
        self.seek = file.seek
        self.close = file.close
        file.seek(part.start)

    def fileno(self) -> int:
        let_go_of_the_database()
        return self._file.fileno()

    def read(self, size: int = BLOCK) -> bytes:
        block = self._file.read(min(size, self._left))
        self._left -= len(block)
        return block


class FileStream(StreamingHttpResponse):
    """As Django's FileResponse, which knows nothing of parts."""

    block_size = BLOCK

    def __init__(self, part: FilePart):
        super().__init__(let_go_first(iter(lambda: part.read(BLOCK), b"")))
        self._resource_closers.append(part.close)  # type: ignore[attr-defined]
        self.file_to_stream = part


def _stream(file: FieldFile, part: range) -> StreamingHttpResponse:
    try:
        if isinstance(file.storage, FileSystemStorage):
            return FileStream(FilePart(open(file.storage.path(str(file.name)), "rb"), part))  # noqa: PTH123
        blocks = file.storage.blocks(str(file.name), part.start, len(part))  # type: ignore[attr-defined]
        first = next(blocks, b"")
    except (FileNotFoundError, ClientError) as error:
        logger.exception("A private file is missing in its storage: %s", file.name)
        raise Http404 from error
    return StreamingHttpResponse(let_go_first(chain([first], blocks)))


def _dressed(
    response: HttpResponseBase, name: str, content_type: str, etag: str, shown: bool
) -> HttpResponseBase:
    response["Content-Type"] = content_type
    response["Content-Disposition"] = content_disposition_header(not shown, name) or "attachment"
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    return protected(response)


def protected(response: HttpResponseBase) -> HttpResponseBase:
    """What every answer with private content carries."""
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Referrer-Policy"] = "no-referrer"
    return response
