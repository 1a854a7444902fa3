"""clamd is asked over a real socket, and nothing goes in unseen when it does not answer."""

import socket
import struct
import threading

import pytest
from django.core.exceptions import ValidationError

from members.files import scanner
from members.files.checks import check_upload

from . import samples
from .samples import EICAR, upload


class Clamd:
    """Speaks as clamd does: INSTREAM alone, and finds EICAR."""

    def __init__(self, listening: socket.socket, answer: bytes | None = None, silent: bool = False):
        self.listening, self.answer, self.silent = listening, answer, silent
        self.received: list[bytes] = []
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        while True:
            try:
                connection, _address = self.listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while length := struct.unpack("!I", stream.read(4))[0]:
                    content += stream.read(length)
                self.received.append(content)
                if self.silent:
                    stream.read(1)
                    continue
                found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
                connection.sendall(self.answer or found)


@pytest.fixture(params=["tcp", "unix"])
def clamd(request, tmp_path, settings):
    """Start one with `clamd(**options)`."""
    sockets = []

    def start(**options) -> Clamd:
        if request.param == "tcp":
            listening = socket.create_server(("127.0.0.1", 0))
            settings.CLAMD = f"tcp://127.0.0.1:{listening.getsockname()[1]}"
        else:
            listening = socket.socket(socket.AF_UNIX)
            listening.bind(str(tmp_path / "clamd"))
            listening.listen()
            settings.CLAMD = f"unix:{tmp_path}/clamd"
        sockets.append(listening)
        return Clamd(listening, **options)

    yield start
    for listening in sockets:
        listening.close()


def code_of(content: bytes) -> str | None:
    try:
        check_upload(upload("a.txt", content))
    except ValidationError as error:
        return error.code
    return None


def test_clamd_sees_the_whole_file_and_says_yes_or_no(clamd):
    server = clamd()
    large = b"Hej " * 100_000
    assert code_of(large) is None
    assert server.received == [large]
    assert code_of(EICAR) == "virus"


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR\0", b"stream: ", b"stream: OK\n ERROR\0"]
)
def test_an_answer_that_is_not_yes_is_no(clamd, answer):
    clamd(answer=answer)
    assert code_of(b"Hej") == "try_later"


def test_a_clamd_that_says_nothing_is_not_waited_for_long(clamd, monkeypatch):
    monkeypatch.setattr(scanner, "TIMEOUT", 0.2)
    clamd(silent=True)
    assert code_of(b"Hej") == "try_later"


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "unix:/nonexistent/clamd"])
def test_without_its_clamd_nothing_is_taken_in(settings, address):
    settings.CLAMD = address
    assert code_of(b"Hej") == "try_later"


def test_pictures_are_scanned_as_they_were_sent(clamd):
    server = clamd()
    content = samples.picture("PNG")
    check_upload(upload("a.png", content))
    assert server.received == [content]
