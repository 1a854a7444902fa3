"""What it means when a letter is not taken: the letter's own fault, for now or for good, or the mail server's."""

import smtplib
from enum import Enum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from samrum.core.smtp import CannotBeBuilt

# The server speaks of itself: it closes (RFC 5321, 3.8), or wants to know first who we are (RFC 4954, 6).
ABOUT_THE_SERVER = {421, 530, 534, 535, 538}
TOO_LARGE = {552, 554}  # said to MAIL FROM, whose SIZE is the letter's (RFC 1870)


class Fault(Enum):
    FOR_GOOD = "for good"
    FOR_NOW = "for now"
    SERVER = "server"  # none of the letter's


class Reason(TextChoices):
    """Why a letter has ended without arriving; kept as the type of post_office's log entry."""

    ADDRESS_REFUSED = "address_refused", _("The receiver’s mail server does not take this address.")
    LETTER_REFUSED = "letter_refused", _("The receiver’s mail server did not take the letter.")
    CANNOT_BE_BUILT = "cannot_be_built", _("No letter can be sent to this address.")
    GIVEN_UP = (
        "given_up",
        _("The receiver’s mail server did not take the letter, although we tried for days."),
    )


def fault_of(error: Exception) -> Fault:
    """Of what sending has raised. What nobody has foreseen is tried again: nothing is lost by that."""
    match error:
        case CannotBeBuilt():
            return Fault.FOR_GOOD
        case smtplib.SMTPRecipientsRefused():
            return _worst([code for code, _text in error.recipients.values()])
        case smtplib.SMTPSenderRefused():
            # The sender is the same for all letters: either this one is too large, or we are not let in at all.
            return Fault.FOR_GOOD if error.smtp_code in TOO_LARGE else Fault.SERVER
        case smtplib.SMTPDataError():
            return _worst([error.smtp_code])
        case OSError():  # smtplib's other errors are among them
            return Fault.SERVER
    return Fault.FOR_NOW


def reason_of(error: Exception) -> Reason:
    """For a letter that has ended."""
    match error:
        case CannotBeBuilt():
            return Reason.CANNOT_BE_BUILT
        case smtplib.SMTPRecipientsRefused():
            return Reason.ADDRESS_REFUSED
    return Reason.LETTER_REFUSED


def words_of(error: Exception) -> str:
    """What the server said, or what went wrong, in one line."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            said = [f"{code} {_text(text)}" for code, text in error.recipients.values()]
            words = "; ".join(said)
        case smtplib.SMTPResponseException():
            words = f"{error.smtp_code} {_text(error.smtp_error)}"
        case _:
            words = f"{type(error).__name__}: {error}"
    return " ".join(words.split())[:500]


def _worst(codes: list[int]) -> Fault:
    if ABOUT_THE_SERVER.intersection(codes):
        return Fault.SERVER
    return Fault.FOR_GOOD if codes and all(code >= 500 for code in codes) else Fault.FOR_NOW


def _text(answer: bytes | str) -> str:
    return answer.decode(errors="replace") if isinstance(answer, bytes) else answer
