"""Runs inside a project and prints, as JSON, what its pages cost: `figures.py WSGI_MODULE PATH...`

With `--fresh` as first argument no part of a page that an earlier request made is used again.

No test client and no server: the WSGI application itself, so that two projects are compared and nothing else.
"""

import json
import sys
import time
from importlib import import_module
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

WARM_UP = 10  # requests
ROUND = 100  # requests


def request(application, path: str, fresh: bool = False) -> bytes:
    """Return the body; raises AssertionError when the answer is not 200."""
    if fresh and "fragments" in settings.CACHES:
        caches["fragments"].clear()
    status: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    response = application(environ, lambda line, headers, exc_info=None: status.append(line))
    body = b"".join(response)
    response.close()
    assert status[0].startswith("200"), (path, status)
    return body


def queries(application, path: str, fresh: bool = False) -> int:
    """Count the SQL statements of one request."""
    with CaptureQueriesContext(connection) as captured:
        request(application, path, fresh)
    return len(captured)


def main() -> None:
    arguments = sys.argv[1:]
    fresh = arguments[0] == "--fresh"
    module, *paths = arguments[fresh:]
    sys.path.insert(0, str(Path.cwd()))
    application = import_module(module).application
    figures = {}
    for path in paths:
        for _time in range(WARM_UP):
            body = request(application, path, fresh)
        best = []
        for _round in range(3):
            started = time.process_time()
            for _time in range(ROUND):
                request(application, path, fresh)
            best.append((time.process_time() - started) / ROUND * 1000)
        figures[path] = {"ms": min(best), "bytes": len(body), "queries": queries(application, path, fresh)}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
