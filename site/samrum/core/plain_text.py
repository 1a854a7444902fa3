"""Text for formats that are stricter than HTML."""

import re

# All but tab and line feed; XML 1.0 and RFC 5545 know no way to write them, or (\x80 to \x9f) none that is read alike.
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def printable(text: str) -> str:
    """`text` without control characters, which editors paste in from other programs without seeing them."""
    return CONTROL_CHARACTERS.sub("", text)
