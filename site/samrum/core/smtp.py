"""How letters leave the house: Django's SMTP, with long addresses whole, and built before the server is bothered."""

from email.message import Message
from email.policy import Compat32
from smtplib import SMTPServerDisconnected
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends import smtp
from django.core.mail.message import sanitize_address

LINE_LENGTH = 998  # characters (RFC 5322, 2.1.1)


class CannotBeBuilt(Exception):
    """A letter, or its address, has no form that a mail server would take. To try again does not help."""


class WholeAddresses(Compat32):
    """Python moves a long address to a line of its own. That is allowed, but there are mail programs that do not look
    for it there, and then show no way to unsubscribe (List-Unsubscribe, RFC 2369 and 8058)."""

    def fold_binary(self, name: str, value: str) -> bytes:
        line = f"{name}: {value}"
        if name.lower().startswith("list-") and line.isascii() and len(line) <= LINE_LENGTH:
            return f"{line}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


class Envelope(NamedTuple):
    sender: str
    receivers: list[str]
    content: bytes


class EmailBackend(smtp.EmailBackend):
    """settings.POST_OFFICE: what the mail loop sends through."""

    def _send(self, letter: EmailMessage) -> bool:
        """Raises CannotBeBuilt before anything is said to the server, else what smtplib raises."""
        envelope = envelope_of(letter)
        if self.connection is None:
            raise SMTPServerDisconnected("Not connected.")
        self.connection.sendmail(*envelope)
        return True


def envelope_of(letter: EmailMessage) -> Envelope:
    """Raises CannotBeBuilt: Python's parsers answer a strange address with errors of every kind."""
    encoding = letter.encoding or settings.DEFAULT_CHARSET
    try:
        receivers = [sanitize_address(address, encoding) for address in letter.recipients()]
        sender = sanitize_address(letter.from_email, encoding)
        message: Message = letter.message()
        message.policy = WholeAddresses()
        content = message.as_bytes(linesep="\r\n")  # type: ignore[call-arg]
    except Exception as error:
        raise CannotBeBuilt(f"{type(error).__name__}: {error}") from error
    if not receivers or not all(receiver.isascii() and receiver.isprintable() for receiver in receivers):
        raise CannotBeBuilt("No address that a mail server knows.")
    return Envelope(sender, receivers, content)
