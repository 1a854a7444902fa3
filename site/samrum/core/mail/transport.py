"""One connection to the mail server, kept while letters wait."""

import smtplib
from contextlib import suppress

from django.core.mail import EmailMessage, get_connection
from django.db import Error as DatabaseTrouble
from django.utils import timezone
from post_office.models import Email
from post_office.settings import get_backend

from samrum.core.smtp import CannotBeBuilt

from .answers import Fault, fault_of


class ServerAway(OSError):
    """The mail server does not let us in, or breaks off one letter after the other."""


class AttachmentAway(Exception):
    """Private storage does not answer."""


class BrokenOff(Exception):
    """Server or connection gave up in mid-letter: whose fault it is shows with the next one."""


class Transport:
    def __init__(self) -> None:
        self.backend = get_connection(get_backend())
        self.is_used = False

    def send(self, letter: Email) -> None:
        """Raises ServerAway before the letter is touched, BrokenOff in the middle of it, else what is wrong with it."""
        message = message_of(letter)
        while True:
            self.open()
            was_used, self.is_used = self.is_used, True
            try:
                self.backend.send_messages([message])
            except Exception as error:
                # After these answers the server is ready for the next letter.
                if not isinstance(
                    error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError | CannotBeBuilt
                ):
                    self.close()
                if fault_of(error) is not Fault.SERVER:
                    raise
                self.close()
                # Servers limit how long a connection lasts and how many letters go through it.
                if not was_used:
                    raise BrokenOff(error) from error
            else:
                return

    def open(self) -> None:
        try:
            self.backend.open()
        except OSError as error:  # smtplib's errors are among them
            self.close()
            raise ServerAway(f"{type(error).__name__}: {error}") from error

    def close(self) -> None:
        self.is_used = False
        with suppress(OSError):
            self.backend.close()


def message_of(letter: Email) -> EmailMessage:
    """With its attachments. Raises CannotBeBuilt; AttachmentAway where the letter has to wait for the storage."""
    if letter.expires_at and letter.expires_at <= timezone.now():
        raise CannotBeBuilt("It is out of date.")
    _fetch_attachments(letter)
    try:
        message = letter.email_message()
        built = message.message()
    except DatabaseTrouble:
        raise
    except Exception as error:
        raise CannotBeBuilt(f"{type(error).__name__}: {error}") from error
    if not message.recipients():
        raise CannotBeBuilt("No receiver.")
    message.message = lambda: built  # type: ignore[method-assign]
    return message


def _fetch_attachments(letter: Email) -> None:
    """Apart from building, since a storage that is away is no fault of the letter."""
    for attachment in letter.attachments.all():
        try:
            attachment.file.open()
            attachment.file.read()
            attachment.file.seek(0)
        except FileNotFoundError as error:
            raise CannotBeBuilt(f"The file of {attachment.name} is gone.") from error
        except Exception as error:
            raise AttachmentAway(f"{type(error).__name__}: {error}") from error
