"""An upload cut off in the middle, by the sender or by kill -9, leaves neither a row nor a file for good."""

import os
import signal
import socket
import sys
import time
import urllib.request

import pytest

from members.files import sweep
from members.files.sweep import AGE
from members.library.models import ResourceFile
from tests.members.files import samples
from tests.processes import SiteProcess

pytestmark = [pytest.mark.django_db(transaction=True)]
BOUNDARY = "x-x-x"
LARGE = samples.PDF + b" " * 6 * 1024 * 1024 + b"%%EOF"


class Web(SiteProcess):
    def command(self) -> list[str]:
        address = f"127.0.0.1:{self.port}"
        workers = ["--workers", "1", "--threads", "4", "--no-control-socket"]
        return [sys.executable, "-m", "gunicorn", "samrum.wsgi", "--bind", address, *workers]


@pytest.fixture
def web(tmp_path, version, settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = Web(tmp_path, 1, DJANGO_SETTINGS_MODULE="tests.members.files.site_settings")
    process.port = port
    process.start()
    deadline = time.monotonic() + 90
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5).close()
            break
        except OSError:
            assert time.monotonic() < deadline, process.log.read_text()
            time.sleep(0.2)
    yield process
    if process.process.poll() is None:
        process.kill()


def connect(web, path: str = "/test/upload") -> socket.socket:
    """An upload of LARGE of which nothing but the head is sent."""
    body = _body()
    connection = socket.create_connection(("127.0.0.1", web.port), timeout=30)
    connection.sendall(
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {len(body)}\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n".encode()
    )
    return connection


def _body() -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    return head.encode() + LARGE + f"\r\n--{BOUNDARY}--\r\n".encode()


def answer(connection: socket.socket) -> bytes:
    parts = []
    while part := connection.recv(65536):
        parts.append(part)
    return b"".join(parts)


def files(folder) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def until(condition) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_whole_upload_leaves_one_row_and_one_file(web, tmp_path):
    with connect(web) as connection:
        connection.sendall(_body())
        assert answer(connection).startswith(b"HTTP/1.1 200")
    assert ResourceFile.objects.get().size == len(LARGE)
    assert len(files(tmp_path / "private")) == 1 and files(tmp_path / "uploads") == []


def test_a_sender_who_goes_away_leaves_nothing(web, tmp_path):
    with connect(web) as connection:
        connection.sendall(_body()[: len(LARGE) // 2])
        until(lambda: files(tmp_path / "uploads"))
    until(lambda: not files(tmp_path / "uploads"))
    assert not ResourceFile.objects.exists() and files(tmp_path / "private") == []


def test_a_process_killed_while_it_receives_leaves_what_the_sweeper_removes(web, tmp_path, settings):
    with connect(web) as connection:
        connection.sendall(_body()[: len(LARGE) // 2])
        until(lambda: files(tmp_path / "uploads"))
        web.kill()
    assert not ResourceFile.objects.exists() and files(tmp_path / "private") == []
    _sweep_tomorrow(tmp_path, settings)
    assert files(tmp_path / "uploads") == []


def test_a_process_killed_between_file_and_row_leaves_what_the_sweeper_removes(web, tmp_path, settings):
    """The view of tests/members/files/site.py waits inside the transaction, when both are written."""
    with connect(web, "/test/upload?wait") as connection:
        connection.sendall(_body())
        until(lambda: (tmp_path / "waiting").exists())
        assert len(files(tmp_path / "private")) == 1
        web.kill()
    assert not ResourceFile.objects.exists()
    _sweep_tomorrow(tmp_path, settings)
    assert files(tmp_path / "private") == []


def test_a_worker_told_to_end_takes_the_upload_to_its_end(web, tmp_path):
    with connect(web, "/test/upload?wait") as connection:
        connection.sendall(_body())
        until(lambda: (tmp_path / "waiting").exists())
        os.kill(web.process.pid, signal.SIGTERM)
        (tmp_path / "waiting").unlink()
        assert answer(connection).startswith(b"HTTP/1.1 200")
    assert ResourceFile.objects.count() == len(files(tmp_path / "private")) == 1


def _sweep_tomorrow(tmp_path, settings) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "uploads")
    settings.STORAGES = settings.STORAGES | {
        "private": {
            "BACKEND": "members.files.storage.PrivateFolder",
            "OPTIONS": {"location": str(tmp_path / "private")},
        }
    }
    assert sweep.sweep().removed == []
    for folder in ("uploads", "private"):
        for path in (tmp_path / folder).rglob("*"):
            os.utime(path, (time.time() - AGE - 60,) * 2)
    sweep.sweep()
