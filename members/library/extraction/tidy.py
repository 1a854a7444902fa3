"""Text as the index wants it."""

import re
import unicodedata

from samrum.core.plain_text import printable

# A word divided at the end of a line, by the typesetter and not by its writer.
_DIVIDED = re.compile(r"(?<=[^\W\d_])-\n(?=[a-zåäöéü])")


def tidy(text: str) -> str:
    """NFKC (ligatures become letters), without soft hyphens and control characters, divided words made whole."""
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "").replace("\u200b", "")
    return " ".join(printable(_DIVIDED.sub("", text.replace("\r", "\n"))).split())
