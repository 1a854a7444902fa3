"""A request whose body ends too early is a broken request, not a shorter one.

Django reads what has come and takes it for all: a file that was cut off would be kept, and a form without its last
fields be obeyed.
"""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from .middleware import GetResponse


class WholeBody:
    """A stream that raises BadRequest when it ends before `length` bytes have come."""

    def __init__(self, stream: Any, length: int):
        self.stream, self.missing, self.is_cut_off = stream, length, False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def read(self, size: int = -1) -> bytes:
        return self._counted(self.stream.read(size), size)

    def readline(self, size: int = -1) -> bytes:
        line = self.stream.readline(size)
        return self._counted(line, len(line) or 1)  # a line may well be short

    def close(self) -> None:
        self.stream.close()

    def _counted(self, data: bytes, size: int) -> bytes:
        self.missing -= len(data)
        is_at_end = size < 0 or len(data) < size  # servers read until there is so much, or no more
        if is_at_end and self.missing > 0:
            self.is_cut_off = True
            raise BadRequest("The request ended before all of it had come.")
        return data


class WholeBodyMiddleware:
    """400 for what was cut off on its way. Before every other that may read the body."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isdecimal() and int(length)):
            return self.get_response(request)
        body = request._stream = WholeBody(request._stream, int(length))  # type: ignore[assignment, attr-defined]
        response = self.get_response(request)
        if body.is_cut_off:  # Django's parser would leave the half file to the garbage collector
            for handler in request.upload_handlers:
                handler.upload_interrupted()
        return response
