"""What visitors wrote, as cells of a spreadsheet: always text, never a formula (CWE-1236)."""

import re
import unicodedata

# Signs that spreadsheets read as the beginning of a formula; NFKC folds their full-width variants into these.
FORMULA_SIGNS = ("=", "+", "-", "@")
# XML 1.0 has no place for these, so a workbook has none either.
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


def as_text(value: str) -> str:
    """`value` with an apostrophe before it where a spreadsheet could take it for more than text."""
    text = CONTROL_CHARACTERS.sub("", value)
    visible = unicodedata.normalize("NFKC", text).lstrip()
    if visible.startswith(FORMULA_SIGNS) or text.startswith(("\t", "\r", "\n")):
        return f"'{text}"
    return text
