"""A site with the demo content as `make run` serves it, in its own process: for browser tests and figures."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START_LIMIT = 600  # seconds: the first start of a site on a busy machine


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def running(data_dir: Path, **environment: str) -> Iterator[str]:
    """Serve the site in `data_dir` (new: with demo content); yield its address without a final slash.

    Raises RuntimeError, with the end of its log, when it does not start.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data_dir.mkdir(parents=True, exist_ok=True)
    url = f"http://localhost:{port}"
    environment = {
        "DJANGO_SETTINGS_MODULE": "samrum.settings.development",
        "SAMRUM_DATA_DIR": str(data_dir),
        "PORT": str(port),
        **environment,
    }
    with (data_dir / "serve.log").open("w+") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--only", "web"],
            cwd=ROOT,
            env=os.environ | environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            deadline = time.monotonic() + START_LIMIT
            while not answers(url + "/health/"):
                if process.poll() is not None or time.monotonic() > deadline:
                    log.seek(0)
                    raise RuntimeError("The demo site did not start:\n" + log.read()[-4000:])
                time.sleep(0.3)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=20)
