"""What an uploaded file may be called: å ä ö stay, nothing that deceives a person or a program does."""

import re
import unicodedata

LONGEST = 150  # characters
LONGEST_BYTES = 240  # file systems stop at 255
# Not allowed in names on Windows; slashes have been dealt with before.
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
NAMELESS = "fil"


def clean_name(raw: str) -> str:
    """The last part of `raw`, NFC, without control and direction marks; never empty, at most LONGEST characters."""
    name = unicodedata.normalize("NFC", raw).replace("\\", "/").rsplit("/", 1)[-1]
    # C: control, format (right-to-left override, zero width), surrogates, private use, not assigned.
    name = "".join(" " if _is_space(sign) else sign for sign in name if _is_space(sign) or _is_sign(sign))
    name = _FORBIDDEN.sub("-", " ".join(name.split())).strip(". ")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    extension = extension.strip()[:10]
    stem = stem.strip(". ")[: LONGEST - len(extension) - 1]
    while len(stem.encode()) > LONGEST_BYTES - len(extension.encode()) - 1:
        stem = stem[:-1]
    # A cut may have left a lone accent or space.
    stem = unicodedata.normalize("NFC", stem).strip(". ") or NAMELESS
    if _DEVICE.match(stem + "."):
        stem = f"{NAMELESS}-{stem}"
    return f"{stem}.{extension}" if extension else stem


def extension_of(name: str) -> str:
    """In lower case, without the dot; empty when there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _is_space(sign: str) -> bool:
    return sign in "\t\r\n" or unicodedata.category(sign) in ("Zs", "Zl", "Zp")


def _is_sign(sign: str) -> bool:
    return not unicodedata.category(sign).startswith("C")
