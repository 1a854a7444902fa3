"""E-mail domains as people write them."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samrum.core.email_addresses import canonical_domain


def parse(text: str) -> list[str]:
    """The domains in `text` in their canonical form, each once; separated by space, comma, semicolon or line.

    Raises ValidationError, one message for each that is none.
    """
    words = (word.lower().removeprefix("@") for word in re.split(r"[\s,;]+", text))
    domains: dict[str, None] = {}
    faults = []
    for word in filter(None, words):
        try:
            domains[canonical_domain(word)] = None
        except ValidationError:
            fault = _(
                "“%(domain)s” is not a domain. Write what comes after @ in the addresses, such as exempel.se."
            )
            faults.append(fault % {"domain": word[:80]})
    if faults:
        raise ValidationError(faults)
    return list(domains)
