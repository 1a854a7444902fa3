"""The house's one rule for mail addresses: what is one, and which spellings are the same mailbox.

Everything that stores, compares, counts or limits addresses uses `canonical` or `mailbox`; models and forms do so by
`EmailAddressField` (core.model_fields, core.form_fields). Syntax (RFC 5321, 5322), IDNA 2008 and UTS 46 are the work of
email-validator; nothing is asked of the network.
"""

import unicodedata

import email_validator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from .one_line import is_invisible

MAX_LENGTH = 254  # characters (RFC 5321, 4.5.3.1.3)
# Typed characters at most: what becomes too long is refused before it is worked on.
_TYPED_LENGTH = 320

# Whether there are mailboxes below .test or .local is not ours to know: a letter that does not arrive says so.
email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()


def canonical(text: str) -> str:
    """The one spelling of the mailbox that `text` names: ASCII, lower case, the domain as IDNA (xn--).

    Compatible signs are folded (NFKC: full-width letters and @), white space and invisible signs around the address and
    the dot of the DNS root dropped. Raises ValidationError, in the reader's language, for what is not an address that
    our letters reach.
    """
    if len(text) > _TYPED_LENGTH:
        raise ValidationError(_("The address is too long."), code="too_long")
    address = unicodedata.normalize("NFKC", text)
    while address and _is_around(address[0]):
        address = address[1:]
    while address and _is_around(address[-1]):
        address = address[:-1]
    address = address.removesuffix(".")
    if len(address) > MAX_LENGTH:
        raise ValidationError(_("The address is too long."), code="too_long")
    if not (address.isascii() and address.isprintable()) and any(is_invisible(sign) for sign in address):
        raise ValidationError(
            _("The address has a sign in it that cannot be seen. Delete it and write the address by hand."),
            code="invisible",
        )
    local_part = address.rpartition("@")[0]
    if local_part and not local_part.isascii():
        # Neither Django nor most mail servers send to others (SMTPUTF8, RFC 6531).
        raise ValidationError(
            _("Our letters only reach addresses with the letters a–z before @, not å, ä, ö or others."),
            code="not_ascii",
        )
    # An encoded word (RFC 2047), and quotes from a list: allowed by the letter, read otherwise by mail programs.
    if "=?" in local_part or "`" in local_part or local_part.strip("'") != local_part:
        raise _invalid()
    try:
        found = email_validator.validate_email(
            address, allow_smtputf8=False, strict=True, check_deliverability=False
        )
    except email_validator.EmailNotValidError:
        raise _invalid() from None
    address = str(found.ascii_email).lower()
    # What the mail queue asks of its own accord; no letter fails there that was let in here.
    validate_email(address)
    return address


def mailbox(text: str) -> str:
    """What to look up, compare and count by: the canonical form, and for what is no address the text in lower case."""
    try:
        return canonical(text)
    except ValidationError:
        return text.strip().lower()


def canonical_domain(text: str) -> str:
    """What comes after @, in its canonical form. Raises ValidationError."""
    return canonical(f"a@{text}").partition("@")[2]


def _is_around(sign: str) -> bool:
    """What programs put around an address when it is copied."""
    return sign.isspace() or unicodedata.category(sign) == "Cf"


def _invalid() -> ValidationError:
    return ValidationError(_("Enter a valid email address."), code="invalid")
