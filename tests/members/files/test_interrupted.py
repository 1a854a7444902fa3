"""An upload cut off in the middle, by the sender or by kill -9, leaves neither a row nor a file for good."""

import os
import shutil
import signal
import socket
import time
import urllib.request

import pytest

from members.files import sweep
from members.files.sweep import AGE
from members.library.models import ResourceFile
from tests.mail_server import free_port
from tests.members.files import samples
from tests.processes import Web, site_folder

pytestmark = [pytest.mark.django_db(transaction=True)]
BOUNDARY = "x-x-x"
LARGE = samples.PDF + b" " * 6 * 1024 * 1024 + b"%%EOF"


@pytest.fixture
def folder():
    """The files of the process; empty."""
    for name in ("private", "uploads"):
        shutil.rmtree(site_folder() / name, ignore_errors=True)
    (site_folder() / "uploads").mkdir(parents=True)
    (site_folder() / "waiting").unlink(missing_ok=True)
    return site_folder()


@pytest.fixture
def web(folder, version):
    port = free_port()
    process = Web(folder, 1, port, ROOT_URLCONF="tests.members.files.site").start()
    deadline = time.monotonic() + 90
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5).close()
            break
        except OSError:
            assert time.monotonic() < deadline, process.log.read_text()
            time.sleep(0.2)
    yield process
    if process.process.is_alive():
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


def test_a_whole_upload_leaves_one_row_and_one_file(web, folder):
    with connect(web) as connection:
        connection.sendall(_body())
        assert answer(connection).startswith(b"HTTP/1.1 200")
    assert ResourceFile.objects.get().size == len(LARGE)
    assert len(files(folder / "private")) == 1 and files(folder / "uploads") == []


def test_a_sender_who_goes_away_leaves_nothing(web, folder):
    with connect(web) as connection:
        connection.sendall(_body()[: len(LARGE) // 2])
        until(lambda: files(folder / "uploads"))
    until(lambda: not files(folder / "uploads"))
    assert not ResourceFile.objects.exists() and files(folder / "private") == []


def test_a_process_killed_while_it_receives_leaves_what_the_sweeper_removes(web, folder, settings):
    with connect(web) as connection:
        connection.sendall(_body()[: len(LARGE) // 2])
        until(lambda: files(folder / "uploads"))
        web.kill()
    assert not ResourceFile.objects.exists() and files(folder / "private") == []
    _sweep_tomorrow(folder, settings)
    assert files(folder / "uploads") == []


def test_a_process_killed_between_file_and_row_leaves_what_the_sweeper_removes(web, folder, settings):
    """The view of tests/members/files/site.py waits inside the transaction, when both are written."""
    with connect(web, "/test/upload?wait") as connection:
        connection.sendall(_body())
        until(lambda: (folder / "waiting").exists())
        assert len(files(folder / "private")) == 1
        web.kill()
    assert not ResourceFile.objects.exists()
    _sweep_tomorrow(folder, settings)
    assert files(folder / "private") == []


def test_a_worker_told_to_end_takes_the_upload_to_its_end(web, folder):
    with connect(web, "/test/upload?wait") as connection:
        connection.sendall(_body())
        until(lambda: (folder / "waiting").exists())
        os.kill(web.process.pid, signal.SIGTERM)
        (folder / "waiting").unlink()
        assert answer(connection).startswith(b"HTTP/1.1 200")
    assert ResourceFile.objects.count() == len(files(folder / "private")) == 1


def _sweep_tomorrow(folder, settings) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(folder / "uploads")
    settings.STORAGES = settings.STORAGES | {
        "private": {
            "BACKEND": "members.files.storage.PrivateFolder",
            "OPTIONS": {"location": str(folder / "private")},
        }
    }
    assert sweep.sweep().removed == []
    for name in ("uploads", "private"):
        for path in (folder / name).rglob("*"):
            os.utime(path, (time.time() - AGE - 60,) * 2)
    sweep.sweep()
