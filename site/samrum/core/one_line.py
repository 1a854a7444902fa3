"""The house's one rule for words on one line: names of people and organisations, titles, subjects.

They stand in subjects and headers of letters, in lists, on badges and in calendars. What nobody sees in them is never
meant: it comes along when somebody copies, or hides something. So it is dropped without a word, and any white space,
line breaks and no-break spaces too, is one space.
"""

import unicodedata

# Drawn as nothing, or as a blank, though Unicode counts them as letters, marks or symbols (Default_Ignorable_Code_Point
# of Unicode 15, and the empty Braille pattern).
_BLANK = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0}
_BLANK |= {*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0000, 0xE1000)}


def one_line(text: str) -> str:
    """`text` on one line, without what cannot be seen, marks on their letters (NFC)."""
    if text.isascii() and text.isprintable():  # most are
        return " ".join(text.split())
    seen = "".join(
        " " if sign.isspace() else sign for sign in text if sign.isspace() or not is_invisible(sign)
    )
    return unicodedata.normalize("NFC", " ".join(seen.split()))


def is_invisible(sign: str) -> bool:
    """Whether a character is a control or format sign (bidirectional marks, zero width, soft hyphen), half a pair, or
    otherwise draws nothing. Spaces are not meant, but line breaks and tabs are."""
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") or ord(sign) in _BLANK
