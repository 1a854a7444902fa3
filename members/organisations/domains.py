"""E-mail domains as people write them."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"({_LABEL}\.)+[a-z][a-z0-9-]*[a-z0-9]")
LONGEST = 253  # characters (RFC 1035)


def parse(text: str) -> list[str]:
    """The domains in `text`, lower case, each once; separated by space, comma, semicolon or line.

    Raises ValidationError, one message for each that is none.
    """
    words = (word.lower().removeprefix("@") for word in re.split(r"[\s,;]+", text))
    domains = list(dict.fromkeys(filter(None, words)))
    faults = [
        _("“%(domain)s” is not a domain. Write what comes after @ in the addresses, such as exempel.se.")
        % {"domain": domain[:80]}
        for domain in domains
        if len(domain) > LONGEST or not _DOMAIN.fullmatch(domain)
    ]
    if faults:
        raise ValidationError(faults)
    return domains
