"""How letters leave the house: Django's SMTP, with long addresses whole."""

import copy
from collections.abc import Callable, Sequence
from email.message import Message
from email.policy import Compat32
from functools import partial

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp

LINE_LENGTH = 998  # characters (RFC 5322, 2.1.1)


class WholeAddresses(Compat32):
    """Python moves a long address to a line of its own. That is allowed, but there are mail programs that do not look
    for it there, and then show no way to unsubscribe (List-Unsubscribe, RFC 2369 and 8058)."""

    def fold_binary(self, name: str, value: str) -> bytes:
        line = f"{name}: {value}"
        if name.lower().startswith("list-") and line.isascii() and len(line) <= LINE_LENGTH:
            return f"{line}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


class EmailBackend(smtp.EmailBackend):
    """settings.POST_OFFICE: what the mail loop sends through."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return super().send_messages([_with_whole_addresses(letter) for letter in email_messages])


def _with_whole_addresses(letter: EmailMessage) -> EmailMessage:
    letter = copy.copy(letter)
    letter.message = partial(_built, letter.message)  # type: ignore[method-assign, assignment]
    return letter


def _built(build: Callable[[], Message]) -> Message:
    message = build()
    message.policy = WholeAddresses()
    return message
