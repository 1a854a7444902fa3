"""A mail server of the tests' own, which can be well, refuse, or hang."""

import socket
import threading
from collections.abc import Callable
from email import message_from_bytes
from email.message import Message
from email.policy import default

from aiosmtpd.controller import Controller


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class MailServer:
    """Takes in letters on one port. `answer` decides per letter: an SMTP answer, "250 OK" by default.

    `answer_rcpt` does so per receiver, before the letter; `tried` are the receivers that were named, in order.
    """

    def __init__(self, port: int | None = None):
        self.port = port or free_port()
        self.letters: list[Message] = []
        self.answer: Callable[[str], str] = lambda receiver: "250 OK"
        self.answer_rcpt: Callable[[str], str] = lambda receiver: "250 OK"
        self.tried: list[str] = []
        self.taken = threading.Event()
        self._controller: Controller | None = None
        self._silent: socket.socket | None = None

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        self.tried.append(address)
        answer = self.answer_rcpt(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        answer = self.answer(envelope.rcpt_tos[0])
        if answer.startswith("250"):
            self.letters.append(message_from_bytes(envelope.content, policy=default))
            self.taken.set()
        return answer

    def start(self) -> "MailServer":
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def hang(self) -> None:
        """Accept connections and never say a word."""
        self._silent = socket.socket()
        self._silent.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._silent.bind(("127.0.0.1", self.port))
        self._silent.listen(50)

    def stop(self) -> None:
        if self._controller:
            self._controller.stop()
            self._controller = None
        if self._silent:
            self._silent.close()
            self._silent = None

    def to(self, address: str) -> list[Message]:
        return [letter for letter in self.letters if address in letter["To"]]
