"""A mail server for tests that look at what the screens say of letters."""

import threading
from collections.abc import Callable

import pytest

from samrum.core.mail_loop import MailLoop

from .mail_server import MailServer


@pytest.fixture
def post(settings):
    """Sends what is queued to a server that refuses for good whatever begins with "bad"; its answers can be changed."""
    server = MailServer()
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 1
    backends = {"default": "samrum.core.smtp.EmailBackend"}
    settings.POST_OFFICE = {**settings.POST_OFFICE, "BACKENDS": backends}
    server.answer_rcpt = lambda receiver: "550 5.1.1 okänd" if receiver.startswith("bad") else "250 OK"
    server.start()

    def deliver(answer: Callable[[str], str] | None = None) -> MailServer:
        if answer:
            server.answer_rcpt = answer
        MailLoop(threading.Event()).send_due()
        return server

    yield deliver
    server.stop()
