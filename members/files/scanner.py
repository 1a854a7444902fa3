"""Asks clamd whether a file is dangerous, where SAMRUM_CLAMD says where it answers."""

import logging
import socket
import struct
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _

from .refusal import Refused

logger = logging.getLogger(__name__)

TIMEOUT = 30  # seconds, for each step
BLOCK = 64 * 1024  # bytes


def scan(file: IO[Any] | Any) -> None:
    """Raises Refused when clamd finds something, and when it does not answer: nothing goes in unseen."""
    if not settings.CLAMD:
        return
    try:
        answer = _ask(file)
    except OSError as error:
        logger.error("clamd does not answer: %s", error)
        raise _try_later() from error
    if answer == "stream: OK":
        return
    if answer.endswith(" FOUND"):
        logger.warning("clamd refused an upload: %s", answer)
        raise Refused(_("The virus scanner says that it is dangerous."), "virus")
    # Most often: larger than clamd's StreamMaxLength.
    logger.error("clamd could not look at an upload: %s", answer)
    raise _try_later()


def _ask(file: Any) -> str:
    file.seek(0)
    with _connect(settings.CLAMD) as connection:
        connection.sendall(b"zINSTREAM\0")
        while block := file.read(BLOCK):
            connection.sendall(struct.pack("!I", len(block)) + block)
        connection.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and (part := connection.recv(4096)):
            answer += part
    file.seek(0)
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connect(address: str) -> socket.socket:
    """`tcp://host:3310` or `unix:/run/clamav/clamd.ctl`."""
    kind, _separator, place = address.partition(":")
    if kind == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(TIMEOUT)
        connection.connect(place.removeprefix("//"))
        return connection
    host, _separator, port = place.removeprefix("//").rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=TIMEOUT)


def _try_later() -> Refused:
    return Refused(
        _("It cannot be scanned for viruses just now. Try again in a while."),
        "try_later",
    )
