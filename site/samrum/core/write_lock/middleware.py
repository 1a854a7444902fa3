"""How long each request waits for the database's lock, and the answer when that was in vain."""

import threading

from django.http import HttpRequest, HttpResponse

from samrum.core.middleware import GetResponse

from . import patience, retry

# So many writers of a process wait their full time; gunicorn has 24 threads in each, and the others are for readers.
WAITING = 12

_guard = threading.Lock()
_writing = 0


class WriteLockMiddleware:
    """Before everything that asks the database. Reading is answered at once, saving after a bounded wait: never a 500."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            with patience.having(patience.READING):
                return self.get_response(request)
        global _writing
        with _guard:
            _writing += 1
            is_late = _writing > WAITING
        try:
            with patience.having(patience.LATECOMER if is_late else patience.WRITING):
                return self.get_response(request)
        finally:
            with _guard:
                _writing -= 1

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return retry.answer(request, exception)
